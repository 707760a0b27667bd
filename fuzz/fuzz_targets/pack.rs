//! Takes any text for a school's pack, as TOML and as the JSON that the extension reads.

#![no_main]

use lanyard_core::config::Config;
use lanyard_core::engine::Engine;
use lanyard_core::policy::Policy;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match lanyard_pack::compile("own.toml", text) {
        Ok(policy) => assert!(policy.check().is_empty()),
        Err(mistakes) => assert!(!mistakes.is_empty(), "refused, and nothing said"),
    }
    if let Ok(policy) = Policy::parse(text) {
        let _ = policy.check();
        let _ = Engine::new(policy.for_rules(), Config::default(), None);
    }
});
