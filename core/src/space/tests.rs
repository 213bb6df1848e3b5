use super::Space;

#[test]
fn everything_is_one_box() {
    assert_eq!(Space::all().cubes().len(), 1);
}
