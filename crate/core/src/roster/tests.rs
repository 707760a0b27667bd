use proptest::prelude::*;

use super::*;

const KEY: [u8; 16] = *b"0123456789abcdef";

fn day(text: &str) -> Date {
    Date::parse(text).unwrap_or(Date::of_ms(0))
}

fn at(text: &str) -> i64 {
    day(text).days() * DAY_MS + 12 * 3_600_000
}

fn person(role: Role, status: Status, name: &str) -> Person {
    Person { role, status, names: vec![name.to_owned()], addresses: vec![], handles: vec![], born: None }
}

fn build(people: &[Person]) -> (String, String) {
    let mut builder = RosterBuilder::new("oakfield");
    for person in people {
        assert!(builder.add_person(person.clone()), "{person:?}");
    }
    builder.finish(KEY, day("2026-03-02"), day("2026-04-06"))
}

#[track_caller]
fn open(people: &[Person]) -> Roster {
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

const PUPIL: Match = Match { role: Role::Pupil, status: Status::Current, turns_18: None };

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
    assert_eq!(roster.by_name("mia.j"), []);
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
    assert_eq!(roster.by_name("Mia Jones"), [PUPIL, Match { role: Role::Parent, ..PUPIL }]);
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
fn the_file_holds_no_name() {
    let (table, key) = build(&[person(Role::Pupil, Status::Current, "Mia Jones")]);
    for text in [&table, &key] {
        assert!(!text.to_lowercase().contains("mia") && !text.to_lowercase().contains("jones"), "{text}");
    }
    assert!(!table.contains(&BASE64.encode(KEY)));
    let roster = Roster::open(&table, &key, at("2026-03-03")).map(|roster| format!("{roster:?}"));
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
    let (table, key) = builder.finish(KEY, day("2026-03-02"), day("2030-01-01"));
    assert!(table.contains("\"expires\":\"2026-04-06\""), "{table}");
    assert!(Roster::open(&table, &key, at("2026-04-07")).is_err());
}

#[test]
fn the_key_of_another_roster_is_refused() {
    let (table, _) = build(&[person(Role::Pupil, Status::Current, "Mia Jones")]);
    let (_, other) = build(&[person(Role::Pupil, Status::Current, "Tom Hughes")]);
    assert_eq!(refused(&table, &other, "2026-03-03").code, "roster-mismatch");
    assert_eq!(refused(&table, &table, "2026-03-03").path, "rosterKey");
    assert_eq!(refused(&other, &other, "2026-03-03").path, "roster");
}

#[test]
fn a_changed_table_is_refused() {
    let (table, key) = build(&[person(Role::Pupil, Status::Current, "Mia Jones")]);
    for (from, to) in [("2026-04-06", "2026-04-05"), ("\"people\":1", "\"people\":2"), ("oakfield", "ashfield")] {
        assert_eq!(refused(&table.replace(from, to), &key, "2026-03-03").code, "roster-damaged", "{from}");
    }
    assert_eq!(refused(&table.replace("\"version\":1", "\"version\":2"), &key, "2026-03-03").code, "roster-version");
}

#[test]
fn a_broken_key_file_is_not_quoted() {
    let problem = refused(
        &build(&[person(Role::Staff, Status::Current, "A B")]).0,
        "{\"format\":\"lanyard-roster-key\",\"version\":\"c2VjcmV0\"}",
        "2026-03-03",
    );
    assert_eq!(problem.code, "roster-key-shape");
    assert!(!problem.to_string().contains("c2VjcmV0"), "{problem}");
}

#[test]
fn two_schools_with_one_key_share_no_fingerprint() {
    let mia = person(Role::Pupil, Status::Current, "Mia Jones");
    let entries = |school: &str| {
        let mut builder = RosterBuilder::new(school);
        builder.add_person(mia.clone());
        serde_json::from_str::<Table>(&builder.finish(KEY, day("2026-03-02"), day("2026-04-06")).0)
            .map(|table| table.entries)
            .unwrap_or_default()
    };
    assert_ne!(entries("oakfield"), entries("ashfield"));
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
    fn a_month_survives_packing(months in 0_i64..400) {
        let built = day("2026-03-02");
        let who = Match { role: Role::Pupil, status: Status::Former, turns_18: Some(date::year_and_month(built.months() + months)) };
        prop_assert_eq!(unpack(pack(who, built), built), Some(who));
    }

    #[test]
    fn nothing_panics(table in "\\PC{0,200}", key in "\\PC{0,80}", name in "\\PC{0,80}", now: i64) {
        prop_assert!(Roster::open(&table, &key, now).is_err());
        let roster = open(&[person(Role::Pupil, Status::Current, "Mia Jones")]);
        let _ = (roster.by_name(&name), roster.by_address(&name), roster.by_handle(&name, &name));
        let _ = (roster.is_current(now), roster.age_days(now));
    }

    #[test]
    fn one_changed_letter_of_the_table_is_noticed(at in 0_usize..400) {
        let (table, key) = build(&[person(Role::Pupil, Status::Current, "Mia Jones"), person(Role::Staff, Status::Former, "Tom Hughes")]);
        let at = at % table.len();
        let changed: String = table.char_indices().map(|(n, letter)| if n == at { if letter == 'A' { 'B' } else { 'A' } } else { letter }).collect();
        prop_assert!(Roster::open(&changed, &key, super::tests::at("2026-03-03")).is_err());
    }
}
