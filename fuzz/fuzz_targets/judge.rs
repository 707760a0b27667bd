//! Takes any text for what a page says, and judges it by all five schools: the same text gives the same findings, and
//! none cites a clause that its school does not have. Observations of the corpus make a good start:
//! `fuzz/run.sh` takes them.

#![no_main]

use std::sync::LazyLock;

use lanyard_core::config::Config;
use lanyard_core::engine::{Civil, Context, Engine};
use lanyard_core::memory::Memory;
use lanyard_core::observation::Observation;
use libfuzzer_sys::fuzz_target;

static ENGINES: LazyLock<Vec<Engine>> = LazyLock::new(|| {
    let values = [
        ("schoolDomains".to_owned(), "oakfield.sch.uk".to_owned()),
        ("partnerDomains".to_owned(), "county.gov.uk".to_owned()),
        ("officialAccounts".to_owned(), "facebook:oakfieldschool".to_owned()),
    ];
    let (config, _) = Config::parse(&values.into());
    let packs = [
        ("st-marylebone.toml", include_str!("../../extension/policies/st-marylebone.toml")),
        ("educating-for-life.toml", include_str!("../../extension/policies/educating-for-life.toml")),
        ("tudhoe.toml", include_str!("../../extension/policies/tudhoe.toml")),
        ("droitwich-spa.toml", include_str!("../../extension/policies/droitwich-spa.toml")),
        ("beaudesert-park.toml", include_str!("../../extension/policies/beaudesert-park.toml")),
    ];
    packs
        .iter()
        .map(|(name, toml)| {
            let policy = lanyard_pack::compile(name, toml).expect("packs that ship compile");
            Engine::new(policy, config.clone(), None).0
        })
        .collect()
});

const CONTEXT: Context = Context {
    now_ms: 1_795_348_800_000,
    civil: Civil { year: 2026, month: 11, day: 22, hour: 10, minute: 30, weekday: 1 },
    quiet: false,
    may_look_up: true,
    has_own: false,
};

fuzz_target!(|text: &str| {
    let Some(observation) = serde_json::from_str(text).ok().and_then(Observation::of) else { return };
    if observation.too_large().is_some() {
        return;
    }
    let memory = Memory::new([7; 32]);
    for engine in &*ENGINES {
        let verdict = engine.judge(&observation, &CONTEXT, &memory);
        assert_eq!(verdict, engine.judge(&observation, &CONTEXT, &memory));
        for finding in &verdict.findings {
            for cited in &finding.clauses {
                assert!(engine.policy().clause(&cited.clause).is_some(), "{} cites {}", finding.rule, cited.clause);
            }
        }
    }
});
