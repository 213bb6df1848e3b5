use super::{ARCHITECTURES, broken_invariants, random_estate};

#[test]
fn architectures_are_as_the_types_say() {
    for architecture in ARCHITECTURES {
        let build = (architecture.build)();
        assert_eq!(broken_invariants(&build.estate), Vec::<String>::new(), "{}", architecture.name);
    }
}

#[test]
fn random_estates_are_as_the_types_say() {
    for seed in 0..3000 {
        assert_eq!(broken_invariants(&random_estate(seed)), Vec::<String>::new(), "seed {seed}");
    }
}

#[test]
fn a_seed_is_always_the_same_estate() {
    for seed in 0..20 {
        assert!(random_estate(seed) == random_estate(seed));
        assert!(random_estate(seed) != random_estate(seed + 1000));
    }
}
