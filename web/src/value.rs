//! Values of JavaScript: made, and read as types of Rust by what serde derives for these.
//!
//! An object is read as a sequence: of each field that a type has, in order, what the object has by its name. So serde's code for
//! maps, which compares every name with every field and exists once for each type and each way to fail, is no part of the page.
//! What is left out counts as empty: no value, no text, no entries. Of what is wrong only that it is: both sides are of one build.
//! A union that has its tag among its fields is read as a record of all of them (`core/src/answer/tagged.rs`), and has to be.

use std::cell::RefCell;
use std::rc::Rc;
use std::{error, fmt, ptr};

use js_sys::{Array, Object, Reflect};
use serde::de::value::U32Deserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, EnumAccess, Expected, SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::{Deserializer, de, forward_to_deserialize_any};
use wasm_bindgen::{JsCast as _, JsValue};

/// A value as the type that is wanted.
pub(crate) fn read<T: DeserializeOwned>(value: JsValue) -> Result<T, Strange> {
    T::deserialize(Given(value))
}

/// A value has another shape than is wanted.
#[derive(Debug)]
pub(crate) struct Strange;

impl fmt::Display for Strange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it has another shape than it should have")
    }
}

impl error::Error for Strange {}

/// None of these makes a text that nobody reads.
impl de::Error for Strange {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
}

/// An object of these members.
pub(crate) fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        // It fails for no object of our own.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

/// A list of these entries.
pub(crate) fn list(entries: impl IntoIterator<Item = JsValue>) -> JsValue {
    let list = Array::new();
    entries.into_iter().for_each(|entry| {
        list.push(&entry);
    });
    list.into()
}

struct Given(JsValue);

impl Given {
    fn text(&self) -> Result<String, Strange> {
        if self.0.is_undefined() { Ok(String::new()) } else { self.0.as_string().ok_or(Strange) }
    }

    /// A whole number.
    #[expect(clippy::cast_possible_truncation, reason = "it is compared with what came in")]
    fn number(&self) -> Result<i64, Strange> {
        let given = self.0.as_f64().ok_or(Strange)?;
        let number = given as i64;
        #[expect(clippy::cast_precision_loss, reason = "a number that loses some is not the same")]
        let same = number as f64 == given;
        if same { Ok(number) } else { Err(Strange) }
    }

    fn entries(self) -> Result<Array, Strange> {
        if self.0.is_undefined() { Ok(Array::new()) } else { self.0.dyn_into().map_err(|_| Strange) }
    }

    fn member(&self, name: &JsValue) -> Result<Self, Strange> {
        Reflect::get(&self.0, name).map(Self).map_err(|_| Strange)
    }
}

impl<'de> Deserializer<'de> for Given {
    type Error = Strange;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Strange> {
        Err(Strange)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Strange> {
        visitor.visit_bool(self.0.as_bool().ok_or(Strange)?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Strange> {
        visitor.visit_i64(self.number()?)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Strange> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Strange> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Strange> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Strange> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Strange> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Strange> {
        if self.0.is_null() || self.0.is_undefined() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Strange> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Strange> {
        visitor.visit_seq(Entries { list: self.entries()?, next: 0 })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Strange> {
        visitor.visit_seq(Fields { of: self, names: names_of(fields), next: 0 })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Strange> {
        visitor.visit_enum(Variant { of: self, variants })
    }

    forward_to_deserialize_any! {
        i8 i16 i32 u64 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct map identifier ignored_any
    }
}

/// The entries of a list.
struct Entries {
    list: Array,
    next: u32,
}

impl Entries {
    // Once, not for each type.
    #[inline(never)]
    fn next(&mut self) -> Option<Given> {
        let entry = (self.next < self.list.length()).then(|| Given(self.list.get(self.next)));
        self.next = self.next.saturating_add(1);
        entry
    }
}

impl<'de> SeqAccess<'de> for Entries {
    type Error = Strange;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Strange> {
        self.next().map(|entry| seed.deserialize(entry)).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.list.length().saturating_sub(self.next) as usize)
    }
}

/// The fields of an object.
struct Fields {
    of: Given,
    names: Rc<[JsValue]>,
    next: usize,
}

/// The names of a type's fields as strings of JavaScript, which are made once for each type.
fn names_of(fields: &'static [&'static str]) -> Rc<[JsValue]> {
    type Known = Vec<(&'static [&'static str], Rc<[JsValue]>)>;
    thread_local! {
        static KNOWN: RefCell<Known> = const { RefCell::new(Vec::new()) };
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some((_, names)) = known.iter().find(|(other, _)| ptr::eq(*other, fields)) {
            return names.clone();
        }
        let names: Rc<[JsValue]> = fields.iter().map(|name| JsValue::from(*name)).collect();
        known.push((fields, names.clone()));
        names
    })
}

impl Fields {
    // Once, not for each type.
    #[inline(never)]
    fn next(&mut self) -> Result<Given, Strange> {
        let name = self.names.get(self.next).ok_or(Strange)?;
        self.next = self.next.saturating_add(1);
        self.of.member(name)
    }
}

impl<'de> SeqAccess<'de> for Fields {
    type Error = Strange;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Strange> {
        seed.deserialize(self.next()?).map(Some)
    }
}

/// One of several: its word alone, or an object that has what belongs to it by that word.
struct Variant {
    of: Given,
    variants: &'static [&'static str],
}

impl Variant {
    fn named(self) -> Result<(u32, Given), Strange> {
        let (word, with) = match self.of.0.as_string() {
            Some(word) => (word, Given(JsValue::UNDEFINED)),
            None => {
                let object: &Object = self.of.0.dyn_ref().ok_or(Strange)?;
                let word = Object::keys(object).get(0);
                (word.as_string().ok_or(Strange)?, self.of.member(&word)?)
            }
        };
        let index = self.variants.iter().position(|variant| *variant == word).ok_or(Strange)?;
        Ok((u32::try_from(index).map_err(|_| Strange)?, with))
    }
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Strange;
    type Variant = Given;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Given), Strange> {
        let (index, with) = self.named()?;
        Ok((seed.deserialize(U32Deserializer::new(index))?, with))
    }
}

impl<'de> VariantAccess<'de> for Given {
    type Error = Strange;

    fn unit_variant(self) -> Result<(), Strange> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Strange> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Strange> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Strange> {
        self.deserialize_struct("", fields, visitor)
    }
}
