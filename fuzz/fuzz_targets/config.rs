//! Takes any JSON object of texts for a school's configuration: whatever is wrong in it is said and costs that value
//! alone, and what is read makes an engine.

#![no_main]

use std::sync::LazyLock;

use lanyard_core::config::Config;
use lanyard_core::engine::Engine;
use lanyard_core::policy::Policy;
use lanyard_core::sorted::ByName;
use libfuzzer_sys::fuzz_target;

static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    lanyard_pack::compile("tudhoe.toml", include_str!("../../extension/policies/tudhoe.toml")).expect("it ships")
});

fuzz_target!(|text: &str| {
    let Ok(values) = serde_json::from_str::<ByName<String>>(text) else { return };
    let (config, problems) = Config::parse(&values);
    for problem in &problems {
        assert!(!problem.code.is_empty() && !problem.expected.is_empty(), "{problem:?}");
    }
    let _ = Engine::new(POLICY.clone(), config, None);
});
