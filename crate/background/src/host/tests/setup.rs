//! What the school has set, when it is known, and what it brings about.

use lanyard_core::protocol::Working;

use super::*;

#[test]
fn the_last_good_configuration_is_answered_before_managed_storage_is() {
    let mut desk = Desk::of(SCHOOL);
    assert_eq!(desk.local["managed"]["school"], "st-marylebone");
    desk.managed = None;
    desk.wake();
    assert_eq!(desk.popup(0).state, Working::Active);
    assert_eq!(desk.popup(0).source, "managed");
    desk.open(1, MAIL);
    assert!(matches!(desk.sent.last(), Some((1, ToPage::Site { .. }))));
}

#[test]
fn a_new_configuration_replaces_the_last_one_when_it_arrives() {
    let mut desk = Desk::of(SCHOOL);
    desk.managed = Some(texts(TUDHOE));
    desk.wake();
    assert_eq!(desk.popup(0).policy.as_deref(), packaged_policy("tudhoe").as_deref());
    assert_eq!(desk.local["managed"]["school"], "tudhoe");
}

fn packaged_policy(id: &str) -> Option<String> {
    let policy: Value = serde_json::from_str(&packaged(&File::Policy(id.to_owned()))?).ok()?;
    Some(policy["school"]["policy"].as_str()?.to_owned())
}

#[test]
fn nothing_is_written_or_registered_again_while_nothing_has_changed() {
    let mut desk = Desk::of(SCHOOL);
    let registered = desk.registered;
    desk.log.clear();
    desk.read_managed(Read::Settled);
    desk.hear(Event::Profile(String::new()));
    assert_eq!((desk.log.as_slice(), desk.registered), (&[][..], registered));
}

#[test]
fn an_early_empty_answer_clears_nothing_and_a_late_one_does() {
    let mut desk = Desk::of(SCHOOL);
    desk.managed = Some(Map::new());
    desk.wake();
    assert_eq!(desk.popup(0).state, Working::Active, "in the first seconds it may mean not yet");
    assert!(desk.reads.contains(&(15_000, Read::Settled)));
    desk.read_managed(Read::Start);
    assert_eq!(desk.popup(0).state, Working::Active);
    desk.read_managed(Read::Settled);
    let state = desk.popup(0);
    assert_eq!((state.state, state.source.as_str()), (Working::NoPolicy, "none"));
    assert!(desk.scripts.is_empty() && !desk.local.contains_key("managed"));
}

#[test]
fn a_configuration_that_arrives_late_is_taken() {
    let mut desk = Desk::new();
    desk.wake();
    assert_eq!(desk.popup(0).state, Working::NoPolicy);
    desk.managed = Some(texts(SCHOOL));
    desk.read_managed(Read::Start);
    assert_eq!(desk.popup(0).state, Working::Active);
    desk.managed = Some(Map::new());
    desk.read_managed(Read::Start);
    assert_eq!(desk.popup(0).state, Working::Active, "a later early look that finds nothing is no removal");
}

#[test]
fn what_is_set_on_this_device_holds_only_where_nothing_is_managed() {
    let mut desk = Desk::new();
    desk.local.insert("config".to_owned(), Value::Object(texts(TUDHOE)));
    desk.wake();
    let state = desk.popup(0);
    assert_eq!((state.state, state.source.as_str()), (Working::Active, "device"));
    assert!(!desk.local.contains_key("managed"));
    desk.push(SCHOOL);
    let state = desk.popup(0);
    assert_eq!((state.policy, state.source.as_str()), (packaged_policy("st-marylebone"), "managed"));
    desk.push(&[]);
    assert_eq!(desk.popup(0).source, "device");
    desk.hear(Event::Device(None));
    assert_eq!(desk.popup(0).state, Working::NoPolicy);
}

#[test]
fn what_is_set_on_this_device_may_be_anything() {
    let mut desk = Desk::new();
    for (config, problems) in [
        (json!({"school": "tudhoe", "rules": {}}), vec!["text rules"]),
        (json!("tudhoe"), vec!["json config"]),
        (Value::Null, vec![]),
    ] {
        desk.local.insert("config".to_owned(), config);
        desk.wake();
        assert_eq!(desk.problems(), problems);
    }
}

#[test]
fn nothing_set_means_no_rules_and_no_scripts() {
    let mut desk = Desk::new();
    desk.wake();
    let state = desk.popup(0);
    assert_eq!((state.state, state.school, state.notes.len()), (Working::NoPolicy, None, 0));
    assert!(desk.scripts.is_empty() && desk.local.is_empty());
}

#[test]
fn an_unknown_policy_is_named_with_the_ones_there_are() {
    for id in ["tudho", "../sites/index", "index", "Tudhoe"] {
        let mut desk = Desk::of(&[("school", id)]);
        let state = desk.popup(0);
        assert_eq!(state.state, Working::Broken, "{id}");
        let problem = state.problems.iter().find(|problem| problem.code == "school-unknown").unwrap();
        assert!(problem.expected.starts_with("one of st-marylebone, tudhoe"), "{}", problem.expected);
        assert!(desk.scripts.is_empty());
    }
    let suggestion = Desk::of(&[("school", "tudho")]).popup(0).problems[0].suggestion.clone();
    assert_eq!(suggestion.as_deref(), Some("did you mean `tudhoe`?"));
}

#[test]
fn a_schools_own_pack_goes_before_a_packaged_one() {
    let mut own: Value = serde_json::from_str(&packaged(&File::Policy("tudhoe".to_owned())).unwrap()).unwrap();
    own["school"]["name"] = "Oakfield School".into();
    let text = own.to_string();
    let mut desk = Desk::of(&[("school", "st-marylebone"), ("pack", &text), ("accountCheck", "off")]);
    assert_eq!(desk.popup(0).school.as_deref(), Some("Oakfield School"));
    own["clause"][0]["severity"] = "dreadful".into();
    let text = own.to_string();
    let mut desk = Desk::of(&[("pack", &text), ("accountCheck", "off")]);
    assert_eq!(desk.popup(0).state, Working::Broken);
    assert_eq!(desk.problems(), ["pack-json pack.clause[0].severity"]);
}

#[test]
fn one_bad_key_costs_that_key_alone() {
    let mut desk = Desk::of(&[
        ("school", "tudhoe"),
        ("accountCheck", "off"),
        ("schoolDomains", "oakfield.sch.uk"),
        ("configKeys", "school, zone, rules"),
        ("zone", "Europe/Atlantis"),
        ("hosts", r#"{"roundcub":["mail.oakfield.sch.uk"]}"#),
        ("sites", r#"{"linkdin":"off","x":{"pofile":"off"}}"#),
        ("rosterUrl", "https://www.oakfield.sch.uk/roster"),
    ]);
    assert_eq!(desk.popup(0).state, Working::Active);
    let mut problems = desk.problems();
    problems.sort();
    assert_eq!(
        problems,
        [
            "dropped rules",
            "roster-key rosterKey",
            "roster-public-key rosterPublicKey",
            "site-unknown hosts.roundcub",
            "site-unknown sites.linkdin",
            "surface-unknown sites.x.pofile",
            "zone zone"
        ]
    );
}

#[test]
fn what_a_school_changes_of_a_site_file_is_sent_and_what_is_wrong_with_it_is_not() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, "https://www.facebook.com");
    let request = |desk: &Desk| {
        let Some((1, ToPage::Site { site, .. })) = desk.sent.last() else { panic!("{:?}", desk.sent.last()) };
        let all = site["surfaces"].as_array().unwrap();
        (all.iter().find(|surface| surface["name"] == "request").cloned(), all.len())
    };
    let (packaged, count) = request(&desk);
    assert!(!desk.fetches.contains(&File::SiteShape), "it is read where it is needed alone");
    let changed = r#"{"facebook":{"surfaces":{
        "request":{"expect":["handle"],"fields":{"name":[{"read":"attribute","at":"a","name":"title"}]}},
        "profile":{"expect":["nmae"]},"suggestion":"off"}},
        "linkedin":{"surfaces":{"request":{"root":["a["]}}}}"#;
    let mut keys = SCHOOL.to_vec();
    keys.push(("sites", changed));
    desk.push(&keys);
    let (new, now) = request(&desk);
    let new = new.unwrap();
    assert_eq!(now, count - 1, "one is off");
    assert_eq!(new["expect"], json!(["handle"]));
    assert_eq!(new["fields"]["name"], json!([{"read": "attribute", "at": "a", "name": "title"}]));
    assert_eq!(new["fields"]["handle"], packaged.clone().unwrap()["fields"]["handle"]);
    let problems = desk.problems();
    assert_eq!(
        problems,
        ["site-fact sites.facebook.surfaces.profile.expect[0]", "site-fact sites.linkedin.surfaces.request.root[0]"]
    );
    let expected = &desk.popup(0).problems[0];
    assert_eq!(expected.suggestion.as_deref(), Some("did you mean `name`?"));
    // A worker that wakes has it too, whichever file comes first; and it can be taken back.
    desk.wake();
    desk.open(1, "https://www.facebook.com");
    assert_eq!(request(&desk).0.as_ref(), Some(&new));
    desk.push(SCHOOL);
    assert_eq!(request(&desk), (packaged, count));
    assert!(desk.problems().is_empty());
}

#[test]
fn texts_follow_the_set_language_then_the_browsers() {
    let name = |language: &str| {
        let words: Value = serde_json::from_str(&packaged(&File::Words(language.to_owned())).unwrap()).unwrap();
        words["setup_account_check_off"]["message"].as_str().unwrap().to_owned()
    };
    let note = |browser: &'static str, set: Option<&str>| {
        let mut desk = Desk::new();
        desk.language = browser;
        let mut keys = SCHOOL.to_vec();
        keys.extend(set.map(|language| ("language", language)));
        desk.managed = Some(texts(&keys));
        desk.wake();
        let state = desk.popup(0);
        (state.language, state.notes[0].clone())
    };
    assert_eq!(note("en-GB", None), ("en".to_owned(), name("en")));
    assert_eq!(note("cy", None), ("cy".to_owned(), name("cy")));
    assert_eq!(note("en-GB", Some("cy")), ("cy".to_owned(), name("cy")));
    assert_eq!(note("fr-FR", None), ("en".to_owned(), name("en")), "a language without texts falls back");
}

#[test]
fn what_is_taken_off_this_device_is_gone_before_a_slow_browser_says_what_is_managed() {
    let mut desk = Desk::new();
    let config = json!({"school": "tudhoe", "schoolDomains": "oakfield.sch.uk", "accountCheck": "off"});
    desk.local.insert("config".to_owned(), config);
    desk.managed = None;
    desk.wake();
    assert_eq!(desk.popup(0).state, Working::Active);
    desk.local.remove("config");
    desk.hear(Event::Device(None));
    assert_eq!(desk.popup(0).state, Working::NoPolicy);
    desk.push(SCHOOL);
    assert_eq!(desk.popup(0).state, Working::Active);
}

#[test]
fn exactly_the_hosts_that_a_rule_watches_are_registered() {
    let desk = Desk::of(SCHOOL);
    let mut expected: Vec<&str> = vec!["*://mail.oakfield.sch.uk/*", "https://mail.google.com/*"];
    expected.extend([
        "https://accountscenter.facebook.com/*",
        "https://mastodon.social/*",
        "https://web.whatsapp.com/*",
        "https://www.tiktok.com/*",
        "https://outlook.cloud.microsoft/*",
        "https://outlook.live.com/*",
        "https://mail.proton.me/*",
        "https://mail.yahoo.com/*",
        "https://outlook.office.com/*",
        "https://outlook.office365.com/*",
        "https://www.facebook.com/*",
        "https://www.instagram.com/*",
        "https://www.linkedin.com/*",
        "https://x.com/*",
    ]);
    let mut matches = desk.site_matches();
    matches.sort_unstable();
    expected.sort_unstable();
    assert_eq!(matches, expected);
    assert!(desk.scripts.iter().any(|script| script.id == "site-roundcube"));
}

#[test]
fn a_rule_that_is_off_takes_its_hosts_with_it() {
    let mut desk = Desk::of(SCHOOL);
    let mut keys = SCHOOL.to_vec();
    let off = mail_rules_off();
    keys.extend([
        ("rules", off.as_str()),
        ("sites", r#"{"linkedin":"off","mastodon":"off","tiktok":"off","whatsapp":"off","x":"off"}"#),
    ]);
    desk.push(&keys);
    assert_eq!(
        desk.site_matches(),
        ["https://accountscenter.facebook.com/*", "https://www.facebook.com/*", "https://www.instagram.com/*"]
    );
}

#[test]
fn pages_that_are_open_are_reached_after_an_install_or_update() {
    let mut desk = Desk::of(SCHOOL);
    assert_eq!(desk.injected, [Inject::All], "by the first worker since Lanyard was loaded");
    desk.wake();
    assert_eq!(desk.injected.last(), Some(&Inject::New));
    desk.hear(Event::Installed);
    assert_eq!(desk.injected.last(), Some(&Inject::All));
    // The event can come before anything is known.
    let mut desk = Desk::new();
    desk.managed = None;
    desk.wake();
    desk.hear(Event::Installed);
    assert_eq!(desk.registered, 0);
    desk.push(SCHOOL);
    assert_eq!(desk.injected, [Inject::All]);
    desk.push(TUDHOE);
    assert_eq!(desk.injected.last(), Some(&Inject::New));
}

#[test]
fn stored_data_of_another_version_is_erased() {
    let mut desk = Desk::new();
    desk.local = texts(&[]);
    desk.local.insert("version".to_owned(), 7.into());
    desk.local.insert("managed".to_owned(), json!({"school": "tudhoe"}));
    desk.local.insert("secret".to_owned(), "00".into());
    desk.managed = None;
    desk.wake();
    assert!(desk.local.is_empty(), "{:?}", desk.local);
}

#[test]
fn g3_an_account_of_nobody_of_the_staff_gets_nothing_and_keeps_nothing() {
    let roster = roster("st-marylebone", NOW_MS);
    let mut keys = with_roster(SCHOOL, &roster);
    keys.retain(|(key, _)| *key != "accountCheck");
    keys.push(("staffAccounts", "*@staff.oakfield.sch.uk"));
    let mut desk = Desk::new();
    desk.account = "t.teacher@staff.oakfield.sch.uk";
    desk.managed = Some(texts(&keys));
    desk.wake();
    assert_eq!(desk.popup(0).state, Working::Active);
    assert_eq!(desk.popup(0).roster_days, Some(0));
    assert!(desk.local["managed"].get("roster").is_some() && desk.local.contains_key("secret"));
    desk.open(1, MAIL);
    let shown = desk.observe(1, mail(&FAMILIES));
    desk.act(1, &shown[0], "not-now", "asked");
    assert!(desk.local.contains_key("kept"));

    // The same profile is handed to a pupil.
    desk.account = "pupil@oakfield.sch.uk";
    desk.hear(Event::Profile(desk.account.to_owned()));
    let state = desk.popup(0);
    assert_eq!((state.state, state.school, state.roster_days), (Working::NotThisAccount, None, None));
    assert!(desk.scripts.is_empty());
    let managed = &desk.local["managed"];
    assert!(managed.get("roster").is_none() && managed.get("rosterKey").is_none(), "the stored roster is erased");
    assert!(!desk.local.contains_key("kept") && !desk.local.contains_key("secret"));
    assert!(!desk.session.contains_key("fleeting"));
    assert!(matches!(desk.sent.last(), Some((1, ToPage::Nothing))), "open pages are told");
    assert!(desk.observe(1, mail(&FAMILIES)).is_empty() && !desk.was_sent_findings(1));

    // And wakes up again for staff.
    desk.account = "t.teacher@staff.oakfield.sch.uk";
    desk.hear(Event::Profile(desk.account.to_owned()));
    assert_eq!(desk.popup(0).state, Working::Active);
}

#[test]
fn g3_a_pupils_browser_never_has_a_script_or_a_roster() {
    let roster = roster("st-marylebone", NOW_MS);
    let mut keys = with_roster(SCHOOL, &roster);
    keys.retain(|(key, _)| *key != "accountCheck");
    keys.push(("staffAccounts", "*@staff.oakfield.sch.uk"));
    for account in ["pupil@oakfield.sch.uk", ""] {
        let mut desk = Desk::new();
        desk.account = account;
        desk.managed = Some(texts(&keys));
        desk.wake();
        assert_eq!(desk.popup(0).state, Working::NotThisAccount);
        assert!(desk.scripts.is_empty());
        assert!(!Value::Object(desk.local.clone()).to_string().contains("lanyard-roster"));
    }
}

#[test]
fn g3_the_account_is_compared_before_any_script_is_registered() {
    let mut desk = Desk::of(&[("school", "tudhoe"), ("staffAccounts", "*@staff.oakfield.sch.uk")]);
    desk.host = None;
    desk.registered = 0;
    let start = Start { local: desk.local.clone(), own: OWN.to_owned(), ..Start::default() };
    let (host, effects) = Host::start(start, &desk.clock);
    desk.host = Some(host);
    desk.carry_out(effects);
    desk.read_managed(Read::Start);
    assert_eq!(desk.registered, 0);
    desk.hear(Event::Profile("a@staff.oakfield.sch.uk".to_owned()));
    assert!(desk.registered > 0 && !desk.scripts.is_empty());
}

#[test]
fn g3_without_an_account_check_rules_run_and_the_roster_does_not_load() {
    let roster = roster("st-marylebone", NOW_MS);
    let mut keys = with_roster(SCHOOL, &roster);
    keys.retain(|(key, _)| *key != "accountCheck");
    let mut desk = Desk::of(&keys);
    let state = desk.popup(0);
    assert_eq!((state.state, state.roster_days), (Working::Active, None));
    assert!(state.notes.iter().any(|note| note.contains("staff accounts")), "{:?}", state.notes);
    assert!(!Value::Object(desk.local.clone()).to_string().contains("lanyard-roster"));
}

#[test]
fn g4_an_expired_roster_is_erased_and_noted() {
    let roster = roster("st-marylebone", NOW_MS);
    let keys = with_roster(SCHOOL, &roster);
    let mut desk = Desk::of(&keys);
    assert!(desk.local["managed"].get("roster").is_some());
    desk.clock.0.set(NOW_MS + 36 * DAY_MS);
    desk.wake();
    let state = desk.popup(0);
    assert_eq!((state.state, state.roster_days), (Working::Active, None));
    assert!(state.problems.iter().any(|problem| problem.code == "roster-expired"));
    assert!(state.notes.iter().any(|note| note.contains("erased")), "{:?}", state.notes);
    let managed = &desk.local["managed"];
    assert!(managed.get("roster").is_none() && managed.get("rosterKey").is_none());
}

#[test]
fn g4_a_roster_runs_out_while_the_worker_lives() {
    let roster = roster("st-marylebone", NOW_MS);
    let mut desk = Desk::of(&with_roster(SCHOOL, &roster));
    desk.open(1, MAIL);
    desk.clock.0.set(NOW_MS + 36 * DAY_MS);
    desk.say(1, json!({"type": "gone", "surface": "roundcube/compose#1"}));
    assert_eq!(desk.popup(0).roster_days, None);
    assert!(desk.local["managed"].get("roster").is_none());
}

#[test]
fn g4_a_roster_set_on_this_device_is_erased_as_well() {
    let roster = roster("tudhoe", NOW_MS - 40 * DAY_MS);
    let mut desk = Desk::new();
    desk.local.insert("config".to_owned(), Value::Object(texts(&with_roster(TUDHOE, &roster))));
    desk.wake();
    assert!(desk.local["config"].get("roster").is_none() && desk.local["config"].get("school").is_some());
    desk.hear(Event::Device(desk.local.get("config").cloned()));
    assert_eq!(desk.problems(), ["roster-expired roster"], "and it is still said why");
}

#[test]
fn g2_a_roster_of_another_school_is_not_used() {
    let roster = roster("tudhoe", NOW_MS);
    let mut desk = Desk::of(&with_roster(SCHOOL, &roster));
    assert_eq!(desk.popup(0).roster_days, None);
    assert_eq!(desk.problems(), ["roster-school roster"]);
}

#[test]
fn g15_a_shared_profile_keeps_answers_and_roster_for_the_session_only() {
    let roster = roster("st-marylebone", NOW_MS);
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    let shown = desk.observe(1, mail(&FAMILIES));
    desk.act(1, &shown[0], "not-now", "asked");
    assert!(desk.local.contains_key("kept"));
    let mut keys = with_roster(SCHOOL, &roster);
    keys.push(("sharedAccount", "on"));
    desk.push(&keys);
    assert!(!desk.local.contains_key("kept") && !desk.local.contains_key("secret"), "what was on disk goes");
    assert!(desk.local["managed"].get("roster").is_none());
    assert!(desk.session["managed"].get("roster").is_some() && desk.session.contains_key("secret"));
    let shown = desk.observe(1, mail(&FAMILIES));
    desk.act(1, &shown[0], "not-now", "asked");
    assert!(desk.session.contains_key("kept") && !desk.local.contains_key("kept"));
    // The worker dies: the session has everything.
    desk.managed = None;
    desk.wake();
    assert_eq!(desk.popup(0).roster_days, Some(0));
    desk.open(2, MAIL);
    assert_eq!(desk.observe(2, mail(&FAMILIES))[0].presentation, lanyard_core::finding::Presentation::Mark);
}

#[test]
fn g7_an_exemption_says_which_rule_until_when_what_for_and_by_whom() {
    let exempt = |rule: &str, until: &str| format!(r#"{{"rule":"{rule}","purpose":"PTA","until":"{until}"}}"#);
    let notes = |school: &str, exemptions: &str| {
        let exemptions = format!("[{exemptions}]");
        let keys = [("school", school), ("schoolDomains", "oakfield.sch.uk"), ("exemptions", &exemptions)];
        let mut notes = Desk::of(&keys).popup(0).notes;
        notes.retain(|note| note.contains("PTA"));
        notes
    };
    let until = |day: &str| exempt("web-filter-bypass", day);
    assert_eq!(
        notes("tudhoe", &until("2027-07-05")),
        ["web-filter-bypass is silent for you until 5 July 2027. Why: PTA, as agreed by your Head Teacher."]
    );
    assert_eq!(
        notes("st-marylebone", &until("2026-11-22")),
        ["web-filter-bypass is silent for you until 22 November 2026. Why: PTA."],
        "on its last day, and where no clause says who decides"
    );
    assert_eq!(
        notes("tudhoe", &until("2026-11-21")),
        ["web-filter-bypass was silent for you until 21 November 2026, for PTA. It speaks again now."]
    );
    assert!(notes("droitwich-spa", &until("2027-07-05")).is_empty(), "a rule that is off is not spoken of");
    let both = format!("{},{}", until("2027-01-01"), exempt("password-share", "2026-01-31"));
    assert_eq!(notes("tudhoe", &both).len(), 2);
}
