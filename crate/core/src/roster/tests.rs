use proptest::prelude::*;

use super::*;

const KEY: [u8; 16] = *b"0123456789abcdef";

fn day(text: &str) -> Date {
    Date::parse(text).unwrap_or(Date::of_ms(0))
}

fn at(text: &str) -> i64 {
    day(text).days() * DAY_MS + 12 * 3_600_000
}

pub(super) fn person(role: Role, status: Status, name: &str) -> Person {
    Person { role, status, names: vec![name.to_owned()], addresses: vec![], handles: vec![], born: None }
}

const BUILD: [u8; 16] = *b"fedcba9876543210";

fn files(people: &[Person]) -> Files {
    let mut builder = RosterBuilder::new("oakfield");
    for person in people {
        assert!(builder.add_person(person.clone()), "{person:?}");
    }
    builder.finish(KEY, BUILD, day("2026-03-02"), day("2026-04-06"))
}

fn build(people: &[Person]) -> (String, String) {
    let files = files(people);
    (files.text(), files.key)
}

#[track_caller]
pub(super) fn open(people: &[Person]) -> Roster {
    let (table, key) = build(people);
    match Roster::open(&table, &key, at("2026-03-03")) {
        Ok(roster) => roster,
        Err(problem) => unreachable!("{problem}"),
    }
}

#[track_caller]
fn refused(table: &str, key: &str, now: &str) -> Problem {
    match Roster::open(table, key, at(now)) {
        Ok(_) => unreachable!("it opened"),
        Err(problem) => problem,
    }
}

const PUPIL: Match = Match {
    role: Role::Pupil,
    status: Status::Current,
    turns_18: None,
    strength: Strength::Exact,
    ordinary: false,
    shared: false,
};

#[test]
fn people_are_found_by_name_address_and_handle() {
    let mut mia = person(Role::Pupil, Status::Current, "Mia Jones");
    mia.addresses = vec!["mia.jones@pupils.oakfield.sch.uk".to_owned()];
    mia.handles = vec![("instagram".to_owned(), "mia.j".to_owned())];
    let roster = open(&[mia]);
    assert_eq!(roster.by_name("JONES, Mia"), [PUPIL]);
    assert_eq!(roster.by_address("Mia.Jones@pupils.oakfield.sch.uk"), [PUPIL]);
    assert_eq!(roster.by_handle("instagram", "@mia.j"), [PUPIL]);
    assert_eq!(roster.by_handle("x", "mia.j"), []);
    assert_eq!(roster.by_name("Mia Johnson"), []);
    assert_eq!((roster.people(), roster.school()), (1, "oakfield"));
}

#[test]
fn namesakes_all_come_back() {
    let roster = open(&[
        person(Role::Parent, Status::Current, "Mia Jones"),
        person(Role::Pupil, Status::Current, "Mia Jones"),
        person(Role::Pupil, Status::Current, "Mia Jones"),
    ]);
    let both = Match { shared: true, ..PUPIL };
    assert_eq!(roster.by_name("Mia Jones"), [both, Match { role: Role::Parent, ..both }]);
}

#[test]
fn g8_only_the_month_of_turning_18_is_kept_and_only_where_a_rule_asks() {
    let born = |status, name: &str, date: &str| Person { born: Date::parse(date), ..person(Role::Pupil, status, name) };
    let roster = open(&[
        born(Status::Former, "Still Young", "2008-12-24"),
        born(Status::Former, "This Month", "2008-03-01"),
        born(Status::Former, "Grown Up", "2008-02-28"),
        born(Status::Current, "Still Here", "2010-06-06"),
    ]);
    let month = |name: &str| roster.by_name(name).first().and_then(|who| who.turns_18);
    assert_eq!(month("Still Young"), Some((2026, 12)));
    assert_eq!(month("This Month"), Some((2026, 3)));
    assert_eq!(month("Grown Up"), None);
    assert_eq!(month("Still Here"), None);
}

#[test]
fn somebody_without_anything_to_match_is_refused() {
    let mut builder = RosterBuilder::new("");
    assert!(!builder.add_person(person(Role::Pupil, Status::Current, "Mia")));
    assert!(
        !builder.add_person(Person { addresses: vec!["none".to_owned()], ..person(Role::Parent, Status::Current, "") })
    );
    assert_eq!(builder.people(), 0);
}

#[test]
fn the_file_holds_neither_name_nor_key() {
    let files = files(&[person(Role::Pupil, Status::Current, "Mia Jones")]);
    for bytes in [files.table.as_slice(), files.text().as_bytes(), files.key.as_bytes()] {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        assert!(!text.contains("mia") && !text.contains("jones"), "{text}");
    }
    assert!(!files.table.windows(16).any(|bytes| bytes == KEY));
    let roster = Roster::open(&files.text(), &files.key, at("2026-03-03")).map(|roster| format!("{roster:?}"));
    assert_eq!(roster.map(|text| text.contains("key")), Ok(false));
}

#[test]
fn g4_a_roster_expires() {
    let (table, key) = build(&[person(Role::Pupil, Status::Current, "Mia Jones")]);
    assert!(Roster::open(&table, &key, at("2026-04-06")).is_ok());
    let problem = refused(&table, &key, "2026-04-07");
    assert_eq!((problem.code.as_str(), problem.path.as_str()), ("roster-expired", "roster"));
    assert!(problem.expected.contains("2026-04-06"), "{problem}");
}

#[test]
fn g4_no_roster_lives_longer_than_35_days() {
    let mut builder = RosterBuilder::new("oakfield");
    builder.add_person(person(Role::Pupil, Status::Current, "Mia Jones"));
    let files = builder.finish(KEY, BUILD, day("2026-03-02"), day("2030-01-01"));
    let open = |now| Roster::open_bytes(&files.table, &files.key, at(now));
    assert_eq!(open("2026-04-06").map(|roster| roster.expires()), Ok(day("2026-04-06")));
    assert!(open("2026-04-07").is_err());
}

#[test]
fn the_key_of_another_school_is_refused() {
    let (table, key) = build(&[person(Role::Pupil, Status::Current, "Mia Jones")]);
    let other = key_text(*b"another key of16");
    assert_eq!(refused(&table, &other, "2026-03-03").code, "roster-mismatch");
    assert_eq!(refused(&table, &table, "2026-03-03").path, "rosterKey");
    assert_eq!(refused(&key, &key, "2026-03-03").path, "roster");
}

#[test]
fn a_changed_table_is_refused() {
    let files = files(&[person(Role::Pupil, Status::Current, "Mia Jones")]);
    for at_byte in 0..files.table.len() {
        let mut changed = files.table.clone();
        if let Some(byte) = changed.get_mut(at_byte) {
            *byte ^= 1;
        }
        assert!(Roster::open_bytes(&changed, &files.key, at("2026-03-03")).is_err(), "{at_byte}");
    }
    for length in 0..files.table.len() {
        let cut = files.table.get(..length).unwrap_or_default();
        assert!(Roster::open_bytes(cut, &files.key, at("2026-03-03")).is_err(), "{length}");
    }
}

#[test]
fn files_of_the_first_version_are_refused_by_name() {
    let (table, key) = build(&[person(Role::Pupil, Status::Current, "Mia Jones")]);
    let first = "{\"format\":\"lanyard-roster\",\"version\":1,\"id\":\"00\",\"school\":\"\",\"built\":\"2026-03-02\"}";
    assert_eq!(
        refused(first, &key, "2026-03-03").to_string(),
        "roster: expected version 2, not 1 (make the roster again with the `lanyard` of this version)"
    );
    let first = key.replace("\"version\":2", "\"version\":1");
    assert_eq!(
        (refused(&table, &first, "2026-03-03").code.as_str(), refused(&table, &first, "2026-03-03").path.as_str()),
        ("roster-version", "rosterKey.version")
    );
}

#[test]
fn a_broken_key_file_is_not_quoted() {
    let problem = refused(
        &build(&[person(Role::Staff, Status::Current, "Al Bo")]).0,
        "{\"format\":\"lanyard-roster-key\",\"version\":\"c2VjcmV0\"}",
        "2026-03-03",
    );
    assert_eq!(problem.code, "roster-key-shape");
    assert!(!problem.to_string().contains("c2VjcmV0"), "{problem}");
}

/// The fingerprints of a table, without what they say.
fn fingerprints(school: &str, key: [u8; 16], build: [u8; 16]) -> Vec<u64> {
    let mut builder = RosterBuilder::new(school);
    builder.add_person(person(Role::Pupil, Status::Current, "Mia Jones"));
    let files = builder.finish(key, build, day("2026-03-02"), day("2026-04-06"));
    let entries = files.table.len() - files.entries * 8;
    files
        .table
        .get(entries..)
        .unwrap_or_default()
        .as_chunks::<8>()
        .0
        .iter()
        .map(|e| u64::from_be_bytes(*e) >> 16)
        .collect()
}

#[test]
fn g4_a_new_build_a_new_school_or_a_new_key_has_no_fingerprint_of_the_old() {
    let first = fingerprints("oakfield", KEY, BUILD);
    for other in [
        fingerprints("oakfield", KEY, *b"another build id"),
        fingerprints("ashfield", KEY, BUILD),
        fingerprints("oakfield", *b"another key of16", BUILD),
    ] {
        assert!(!first.is_empty() && first.len() == other.len());
        assert!(other.iter().all(|fingerprint| !first.contains(fingerprint)));
    }
}

fn anyone() -> impl Strategy<Value = Person> {
    let role = prop_oneof![Just(Role::Pupil), Just(Role::Parent), Just(Role::Staff)];
    let status = prop_oneof![Just(Status::Current), Just(Status::Future), Just(Status::Former)];
    let born = proptest::option::of((0_i64..20_000).prop_map(|days| Date::of_ms(days * DAY_MS)));
    (role, status, "[A-Za-z]{2,9} [A-Za-z]{2,9}", "[a-z]{1,8}@[a-z]{1,8}\\.example", "[a-z0-9_]{1,10}", born).prop_map(
        |(role, status, name, address, handle, born)| Person {
            role,
            status,
            names: vec![name],
            addresses: vec![address],
            handles: vec![("x".to_owned(), handle)],
            born,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn everybody_listed_is_found_and_nobody_else(people in proptest::collection::vec(anyone(), 1..40), stranger in "[A-Za-z]{10,14} [A-Za-z]{10,14}") {
        let roster = open(&people);
        for person in &people {
            let me = |found: &[Match]| found.iter().any(|who| who.role == person.role && who.status == person.status);
            for name in &person.names {
                prop_assert!(me(&roster.by_name(name)) && me(&roster.by_name(&name.to_uppercase())));
            }
            for address in &person.addresses {
                prop_assert!(me(&roster.by_address(address)));
            }
            for (site, handle) in &person.handles {
                prop_assert!(me(&roster.by_handle(site, handle)));
            }
        }
        prop_assert_eq!(roster.by_name(&stranger), []);
    }

    #[test]
    fn the_same_people_make_the_same_file(people in proptest::collection::vec(anyone(), 1..10)) {
        let mut backwards = people.clone();
        backwards.reverse();
        prop_assert_eq!(build(&people), build(&backwards));
    }

    #[test]
    fn what_an_entry_says_survives_packing(months in 0_i64..255, ascending: bool, ordinary: bool, strength in proptest::sample::select(&STRENGTHS)) {
        let built = day("2026-03-02");
        let turns_18 = Some(date::year_and_month(built.months() + months));
        let who = Match { status: Status::Former, turns_18, strength, ordinary, ..PUPIL };
        prop_assert_eq!(unpack(pack(who, ascending, built), built), Some((who, ascending)));
    }

    #[test]
    fn nothing_panics(table in "\\PC{0,200}", bytes in proptest::collection::vec(any::<u8>(), 0..200), key in "\\PC{0,80}", name in "\\PC{0,80}", now: i64) {
        prop_assert!(Roster::open(&table, &key, now).is_err());
        prop_assert!(Roster::open_bytes(&bytes, &key_text(KEY), now).is_err());
        let roster = open(&[person(Role::Pupil, Status::Current, "Mia Jones")]);
        let _ = (roster.by_name(&name), roster.by_address(&name), roster.by_handle(&name, &name));
        let _ = (roster.by_spelling(&name), fold_word(&name), roster.is_current(now), roster.age_days(now));
        let mut names = roster.names();
        for word in name.split(' ') {
            names.word(Gap::Space, word);
            names.word(Gap::Comma, word);
        }
    }
}
