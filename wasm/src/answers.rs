//! The calls that answer: what is wrong with texts, what they deploy, and what becomes of everything that is sent.

use core::mem;

use ringfence::answer::{MatrixRow, Refusal};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{given, shown};

/// How every intent and every test of the texts comes out.
#[wasm_bindgen(unchecked_return_type = "Report")]
pub fn check(#[wasm_bindgen(unchecked_param_type = "Texts")] texts: &JsValue) -> Result<JsValue, JsValue> {
    Analysis::new(texts)?.check()
}

/// Which flows of a question, written as `internet -> web-1 : tcp 443`, are delivered and answered, and by which way.
#[wasm_bindgen(unchecked_return_type = "ReachResult")]
pub fn reach(
    #[wasm_bindgen(unchecked_param_type = "Texts")] texts: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] question: &JsValue,
) -> Result<JsValue, JsValue> {
    Analysis::new(texts)?.reach(question)
}

/// Texts that are read once and asked as often as one likes. It holds memory of the engine until it is freed, or
/// collected as garbage.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Analysis(ringfence::Analysis);

#[wasm_bindgen]
impl Analysis {
    /// Reads the texts as one estate. What is wrong with them is no exception: `problems` tells it.
    #[wasm_bindgen(constructor)]
    pub fn new(#[wasm_bindgen(unchecked_param_type = "Texts")] texts: &JsValue) -> Result<Self, JsValue> {
        Ok(Self(ringfence::Analysis::new(ringfence::parse(given::texts(texts)?))))
    }

    /// Reads changed texts in the place of those before, and keeps what `step` found out that does not hang on what changed.
    pub fn update(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Texts")] texts: &JsValue,
    ) -> Result<(), JsValue> {
        let parsed = ringfence::parse(given::texts(texts)?);
        let nothing = ringfence::Analysis::new(ringfence::Parsed::default());
        self.0 = mem::replace(&mut self.0, nothing).edited(parsed);
        Ok(())
    }

    /// Goes on finding out what becomes of everything that is sent, for as many steps as `work`: a million take some hundredths
    /// of a second. What is known makes answers faster, and changes none.
    #[wasm_bindgen(unchecked_return_type = "Progress")]
    pub fn step(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] work: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let work = given::index(work, "work")?;
        shown(&self.0.step(work as u64))
    }

    /// Everything that is wrong with the texts.
    #[wasm_bindgen(unchecked_return_type = "ShownProblem[]")]
    pub fn problems(&self) -> Result<JsValue, JsValue> {
        shown(&self.0.problems())
    }

    /// How every intent and every test comes out.
    #[wasm_bindgen(unchecked_return_type = "Report")]
    pub fn check(&self) -> Result<JsValue, JsValue> {
        shown(&self.0.check())
    }

    /// Which flows of a question are delivered and answered, and by which way.
    #[wasm_bindgen(unchecked_return_type = "ReachResult")]
    pub fn reach(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] question: &JsValue,
    ) -> Result<JsValue, JsValue> {
        shown(&self.0.ask(&given::text(question, "question")?))
    }

    /// What is deployed, as a map shows it.
    #[wasm_bindgen(unchecked_return_type = "Topology")]
    pub fn topology(&self) -> Result<JsValue, JsValue> {
        shown(&self.0.topology())
    }

    /// The rows and columns of a matrix.
    #[wasm_bindgen(unchecked_return_type = "Matrix")]
    pub fn matrix(
        &self,
        #[wasm_bindgen(unchecked_param_type = "MatrixBy")] by: &JsValue,
    ) -> Result<JsValue, JsValue> {
        shown(&self.0.matrix(given::by(by)?))
    }

    /// The verdicts of one row of a matrix, for all traffic or for a service, written as in a question: `tcp 443`.
    #[wasm_bindgen(js_name = matrixRow, unchecked_return_type = "MatrixRowResult")]
    pub fn matrix_row(
        &self,
        #[wasm_bindgen(unchecked_param_type = "MatrixBy")] by: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] row: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "string")] service: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let (by, row) = (given::by(by)?, given::index(row, "row")?);
        let service = if service.is_undefined() { None } else { Some(given::text(service, "service")?) };
        shown(&match self.0.matrix_row(by, row, service.as_deref()) {
            Ok(row) => MatrixRowResult::Row(row),
            Err(problems) => MatrixRowResult::Refused(Refusal { problems }),
        })
    }
}

/// A row of a matrix, or why it could not be asked for.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum MatrixRowResult {
    Row(MatrixRow),
    Refused(Refusal),
}
