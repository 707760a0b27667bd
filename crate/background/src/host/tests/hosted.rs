//! The hosted roster: what is fetched, taken, refused, kept and erased.

use lanyard_core::envelope::Header;
use lanyard_core::roster::{from_text, read_key};

use super::*;

const URL: &str = "https://www.oakfield.sch.uk/people.lanyard";
const PUBLIC: [u8; 32] = [3; 32];
const HOUR_MS: i64 = 3_600_000;

/// In place of the browser's cryptography: a signature is the public key twice, encryption is
/// the key in front.
pub(super) fn open(file: &[u8], seal: &Seal) -> Result<Opened, Refusal> {
    let (header, parts) = envelope::read(file)?;
    if parts.signature[..32] != seal.public_key {
        return Err(Refusal::Signature);
    }
    let key = envelope::key(&seal.school_key, &header.school);
    let table = parts.sealed.strip_prefix(&key[..]).ok_or(Refusal::Key)?.to_vec();
    Ok(Opened { header, table })
}

fn seal(school: &str, built: i64, signed: [u8; 32]) -> Vec<u8> {
    let (table, key) = roster(school, built);
    let school_key = read_key(&key).unwrap();
    let built_on = date(built);
    let header =
        Header { school: school.to_owned(), sequence: built as u64, built: built_on, expires: built_on.plus_days(35) };
    let table = from_text(&table).unwrap();
    [header.bytes(&[0; 12]), envelope::key(&school_key, school).to_vec(), table, signed.to_vec(), signed.to_vec()]
        .concat()
}

fn file(bytes: Vec<u8>) -> Option<Answer> {
    Some(Answer::File(bytes, "\"1\""))
}

fn keys() -> Vec<(&'static str, String)> {
    let mut keys: Vec<_> = TUDHOE.iter().map(|&(key, text)| (key, text.to_owned())).collect();
    keys.extend([
        ("rosterUrl", URL.to_owned()),
        ("rosterKey", roster("tudhoe", NOW_MS).1),
        ("rosterPublicKey", envelope::public_key_text(&PUBLIC)),
    ]);
    keys
}

fn with(more: &[(&'static str, &str)]) -> Map<String, Value> {
    let mut all = keys();
    for (key, text) in more {
        all.retain(|(known, _)| known != key);
        all.push((key, (*text).to_owned()));
    }
    all.into_iter().filter(|(_, text)| !text.is_empty()).map(|(key, text)| (key.to_owned(), text.into())).collect()
}

fn desk(address: Option<Answer>) -> Desk {
    desk_of(address, &[])
}

fn desk_of(address: Option<Answer>, more: &[(&'static str, &str)]) -> Desk {
    let mut desk = Desk::new();
    desk.managed = Some(with(more));
    desk.address = address;
    desk.wake();
    desk
}

/// Whether the list is there: a handle of it is known.
fn knows(desk: &mut Desk) -> bool {
    desk.open(1, "https://www.facebook.com");
    let found = desk.observe(1, request("Nobody Here", Some("robin.alder.9")));
    found.iter().any(|finding| finding.rule == "social-pupil-connection")
}

fn notes(desk: &mut Desk) -> String {
    desk.popup(0).notes.join(" ")
}

#[test]
fn g4_a_hosted_roster_is_fetched_once_a_day_and_used() {
    let mut desk = desk(file(seal("tudhoe", NOW_MS, PUBLIC)));
    assert_eq!(desk.downloads, [(URL.to_owned(), String::new(), String::new())]);
    assert!(knows(&mut desk));
    assert_eq!(desk.problems(), [] as [&str; 0]);
    assert!(!notes(&mut desk).contains("school's list"));
    desk.wake();
    assert!(knows(&mut desk), "a worker that starts again has it");
    assert_eq!(desk.downloads.len(), 1, "and does not ask again");
    desk.clock.0.set(NOW_MS + DAY_MS);
    desk.address = Some(Answer::Same);
    desk.wake();
    assert_eq!(desk.downloads.last().unwrap(), &(URL.to_owned(), "\"1\"".to_owned(), String::new()));
    assert!(knows(&mut desk));
    desk.clock.0.set(NOW_MS + 2 * DAY_MS - HOUR_MS);
    desk.open(2, "https://www.facebook.com");
    assert_eq!(desk.downloads.len(), 2);
    desk.clock.0.set(NOW_MS + 2 * DAY_MS);
    desk.open(3, "https://www.facebook.com");
    assert_eq!(desk.downloads.len(), 3, "a page that connects is a moment to look as well");
}

#[test]
fn g4_the_key_is_never_on_the_disk_beside_the_roster() {
    let desk = desk(file(seal("tudhoe", NOW_MS, PUBLIC)));
    let disk = Value::Object(desk.local.clone()).to_string();
    assert!(desk.file.is_some() && !disk.contains("lanyard-roster-key"));
    assert!(!desk.local.contains_key("sealed") && !desk.session.contains_key("sealed"));
    assert!(Value::Object(desk.session).to_string().contains("lanyard-roster-key"));
}

#[test]
fn g15_nothing_of_it_is_on_the_disk_where_the_profile_is_shared() {
    let mut desk = desk_of(file(seal("tudhoe", NOW_MS, PUBLIC)), &[("sharedAccount", "on")]);
    assert!(knows(&mut desk));
    let nothing =
        |desk: &Desk| desk.file.is_none() && !desk.local.contains_key("sealed") && !desk.local.contains_key("hosted");
    assert!(nothing(&desk) && desk.session.contains_key("sealed"));
    desk.wake();
    assert!(knows(&mut desk) && nothing(&desk), "a worker that starts again has it");
    desk.managed = Some(with(&[]));
    desk.read_managed(Read::Settled);
    assert!(desk.file.is_some() && !desk.session.contains_key("sealed") && !desk.session.contains_key("hosted"));
    desk.managed = Some(with(&[("sharedAccount", "on")]));
    desk.read_managed(Read::Settled);
    assert!(nothing(&desk) && desk.session.contains_key("sealed"));
    assert!(knows(&mut desk));
    assert_eq!(desk.downloads.len(), 1);
}

#[test]
fn g3_nothing_is_fetched_for_another_account_or_without_a_check_and_what_is_kept_goes() {
    let sealed = file(seal("tudhoe", NOW_MS, PUBLIC));
    let staff = [("accountCheck", "on"), ("staffAccounts", "*@oakfield.sch.uk")];
    for (account, check, fetched) in
        [("a.pupil@pupils.example", "on", 0), ("teacher@oakfield.sch.uk", "on", 1), ("", "on", 0), ("", "", 0)]
    {
        let mut desk = Desk::new();
        desk.managed = Some(if check.is_empty() { with(&[("accountCheck", "")]) } else { with(&staff) });
        (desk.account, desk.address) = (account, sealed.clone());
        desk.wake();
        assert_eq!(desk.downloads.len(), fetched, "{account} {check}");
    }
    let mut desk = Desk::new();
    desk.managed = Some(with(&staff));
    (desk.account, desk.address) = ("teacher@oakfield.sch.uk", sealed);
    desk.wake();
    assert!(desk.file.is_some());
    desk.hear(Event::Profile("a.pupil@pupils.example".to_owned()));
    assert!(desk.file.is_none() && !desk.local.contains_key("hosted"));
    assert!(!Value::Object(desk.session.clone()).to_string().contains("lanyard-roster-key"));
}

#[test]
fn g4_a_file_that_may_not_be_used_is_refused_and_the_last_good_one_stays() {
    let good = seal("tudhoe", NOW_MS, PUBLIC);
    let old = seal("tudhoe", NOW_MS - DAY_MS, PUBLIC);
    let mut cut = good.clone();
    cut.truncate(40);
    for (bytes, refusal) in [
        (seal("tudhoe", NOW_MS, [4; 32]), Refusal::Signature),
        (seal("st-marylebone", NOW_MS, PUBLIC), Refusal::School),
        (old, Refusal::Older),
        (cut, Refusal::Damaged),
        (b"<html>not found</html>".to_vec(), Refusal::Damaged),
    ] {
        let mut desk = desk(file(good.clone()));
        let kept = desk.file.clone();
        desk.clock.0.set(NOW_MS + DAY_MS);
        desk.address = file(bytes);
        desk.wake();
        assert_eq!(desk.downloads.len(), 2);
        let said = desk.popup(0).notes;
        let expected =
            desk.host.as_ref().unwrap().setup.as_ref().unwrap().say(&format!("setup_hosted_{}", refusal.id()));
        assert!(said.contains(&expected), "{refusal:?}: {said:?}");
        assert_eq!(desk.file, kept);
        assert!(knows(&mut desk), "{refusal:?}");
        desk.wake();
        assert!(knows(&mut desk) && desk.downloads.len() == 2, "{refusal:?}: not asked again at once");
        assert!(desk.popup(0).notes.contains(&expected), "said again by the next worker");
        desk.address = Some(Answer::Same);
        desk.clock.0.set(NOW_MS + DAY_MS + HOUR_MS);
        desk.wake();
        assert!(!desk.popup(0).notes.contains(&expected), "over when the address is in order again");
    }
}

#[test]
fn g4_a_first_file_that_may_not_be_used_leaves_no_roster() {
    let expired = seal("tudhoe", NOW_MS - 36 * DAY_MS, PUBLIC);
    for (address, word) in [
        (file(expired), "expired"),
        (file(seal("tudhoe", NOW_MS, [4; 32])), "signature"),
        (Some(Answer::Nothing(Refusal::Unreachable)), "unreachable"),
        (Some(Answer::Nothing(Refusal::TooLarge)), "too_large"),
        (None, "waiting"),
    ] {
        let mut desk = desk(address);
        assert!(!knows(&mut desk) && desk.file.is_none(), "{word}");
        let expected = desk.host.as_ref().unwrap().setup.as_ref().unwrap().say(&format!("setup_hosted_{word}"));
        assert_ne!(expected, format!("setup_hosted_{word}"));
        assert!(desk.popup(0).notes.contains(&expected), "{word}");
    }
}

#[test]
fn g4_a_roster_that_has_run_out_is_erased_with_its_key() {
    let mut desk = desk(file(seal("tudhoe", NOW_MS, PUBLIC)));
    desk.address = Some(Answer::Same);
    desk.clock.0.set(NOW_MS + 35 * DAY_MS);
    desk.wake();
    assert!(knows(&mut desk), "its last day");
    desk.address = file(seal("tudhoe", NOW_MS, PUBLIC));
    desk.clock.0.set(NOW_MS + 36 * DAY_MS);
    desk.wake();
    assert_eq!(desk.downloads.last().unwrap().1, "", "the file itself is asked for");
    assert!(!knows(&mut desk) && desk.file.is_none());
    assert!(!Value::Object(desk.session.clone()).to_string().contains("lanyard-roster-key"));
    assert!(notes(&mut desk).contains("too old"), "{}", notes(&mut desk));
}

#[test]
fn a_worker_that_dies_while_it_fetches_tries_again_after_a_while() {
    let mut desk = desk(None);
    assert_eq!(desk.downloads.len(), 1);
    desk.wake();
    assert_eq!(desk.downloads.len(), 1, "not at once");
    desk.clock.0.set(NOW_MS + 31_000);
    desk.address = file(seal("tudhoe", NOW_MS, PUBLIC));
    desk.wake();
    assert!(desk.downloads.len() == 2 && knows(&mut desk));
}

/// Kept as a version before did: as text.
fn as_before(desk: &mut Desk) {
    let text = envelope::to_text(&desk.file.take().unwrap());
    desk.local.insert("sealed".to_owned(), text.into());
    desk.local["hosted"].as_object_mut().unwrap().remove("file");
}

#[test]
fn what_a_version_before_kept_as_text_is_taken_over_without_asking() {
    let mut desk = desk(file(seal("tudhoe", NOW_MS, PUBLIC)));
    let kept = desk.file.clone();
    as_before(&mut desk);
    desk.address = Some(Answer::Nothing(Refusal::Unreachable));
    // A full disk takes no file: the text stays, and is used.
    desk.full = true;
    desk.wake();
    assert!(knows(&mut desk) && desk.file.is_none() && desk.local.contains_key("sealed"));
    desk.full = false;
    desk.wake();
    assert!(knows(&mut desk) && !desk.local.contains_key("sealed"));
    assert_eq!((&desk.file, desk.downloads.len()), (&kept, 1));
    // One that stays beside the file, as a worker that died then left it, goes.
    desk.local.insert("sealed".to_owned(), "AAAA".into());
    desk.wake();
    assert!(knows(&mut desk) && !desk.local.contains_key("sealed"));
    assert_eq!((&desk.file, desk.downloads.len()), (&kept, 1));
}

#[test]
fn a_file_that_was_cut_off_or_has_gone_is_fetched_again_whole() {
    type Harm = fn(&mut Desk);
    let harms: [(&str, Harm); 5] = [
        ("cut off in its table", |desk| desk.file.as_mut().unwrap().truncate(200)),
        ("cut off in its header", |desk| desk.file.as_mut().unwrap().truncate(20)),
        ("empty", |desk| desk.file.as_mut().unwrap().clear()),
        ("gone", |desk| desk.file = None),
        ("a text of a version before that is none", |desk| {
            as_before(desk);
            desk.local.insert("sealed".to_owned(), 5.into());
        }),
    ];
    for (what, harm) in harms {
        let mut desk = desk(file(seal("tudhoe", NOW_MS, PUBLIC)));
        let kept = desk.file.clone();
        harm(&mut desk);
        desk.wake();
        assert_eq!(desk.downloads.len(), 2, "{what}");
        assert_eq!(desk.downloads[1].1, "", "{what}: a 304 would bring no file");
        assert!(knows(&mut desk) && desk.file == kept, "{what}");
        assert!(!desk.local.contains_key("sealed"), "{what}");
        harm(&mut desk);
        desk.address = Some(Answer::Nothing(Refusal::Unreachable));
        desk.wake();
        assert!(!knows(&mut desk) && !notes(&mut desk).is_empty(), "{what}: there is none, and that is said");
        assert!(desk.file.is_none() && !desk.local.contains_key("sealed"), "{what}");
    }
}

#[test]
fn a_disk_that_takes_no_file_costs_the_next_worker_the_new_list_and_not_the_last() {
    let (first, second) = (seal("tudhoe", NOW_MS, PUBLIC), seal("tudhoe", NOW_MS + 1, PUBLIC));
    let mut desk = desk(file(first.clone()));
    desk.full = true;
    desk.address = Some(Answer::File(second.clone(), "\"2\""));
    desk.clock.0.set(NOW_MS + DAY_MS);
    desk.wake();
    assert!(knows(&mut desk), "in memory there is room");
    assert_eq!(desk.file.as_ref(), Some(&first));
    desk.wake();
    assert!(knows(&mut desk), "the last one holds");
    assert_eq!(desk.downloads.len(), 2, "not asked again at once");
    desk.full = false;
    desk.clock.0.set(NOW_MS + DAY_MS + HOUR_MS);
    desk.wake();
    assert_eq!(desk.downloads.last().unwrap().1, "\"1\"", "asked for by what is there");
    assert_eq!(desk.file.as_ref(), Some(&second));
}

#[test]
fn a_disk_that_does_not_answer_holds_nothing_up_and_loses_nothing() {
    let mut desk = desk(file(seal("tudhoe", NOW_MS, PUBLIC)));
    let kept = desk.file.clone();
    desk.stuck = true;
    desk.address = Some(Answer::Nothing(Refusal::Unreachable));
    desk.wake();
    assert_eq!(desk.downloads[1].1, "", "a 304 would bring no file");
    assert!(!knows(&mut desk), "judged without the list");
    assert!(!notes(&mut desk).is_empty());
    desk.stuck = false;
    desk.wake();
    assert!(knows(&mut desk) && desk.file == kept);
}

/// Lets the worker die after each of its effects in turn while `act` is going on, and `then` looks at what the next one
/// makes of it, a minute later.
fn dying(ready: impl Fn() -> Desk, act: impl Fn(&mut Desk), then: impl Fn(&mut Desk, usize)) {
    let mut whole = ready();
    whole.lives = Some(usize::MAX);
    act(&mut whole);
    let effects = usize::MAX - whole.lives.unwrap();
    assert!(effects > 3, "{effects}");
    for lives in 0..=effects {
        let mut desk = ready();
        desk.lives = Some(lives);
        act(&mut desk);
        desk.lives = None;
        desk.clock.0.set(desk.clock.0.get() + 60_000);
        desk.wake();
        then(&mut desk, lives);
        desk.wake();
        then(&mut desk, lives);
    }
}

#[test]
fn file_and_what_is_said_of_it_are_in_step_whenever_the_worker_dies() {
    let (first, second) = (seal("tudhoe", NOW_MS, PUBLIC), seal("tudhoe", NOW_MS + 1, PUBLIC));
    let said = |desk: &Desk| desk.local.get("hosted").and_then(|said| said["file"].as_bool()) == Some(true);

    // The first file, and one that takes its place.
    let ready = || {
        let mut desk = Desk::new();
        desk.managed = Some(with(&[]));
        desk.address = file(first.clone());
        desk
    };
    dying(ready, Desk::wake, |desk, at| {
        assert!(knows(desk) && desk.file.as_ref() == Some(&first) && said(desk), "{at}");
    });
    let ready = || {
        let mut desk = desk(file(first.clone()));
        desk.address = Some(Answer::File(second.clone(), "\"2\""));
        desk.clock.0.set(NOW_MS + DAY_MS);
        desk
    };
    dying(ready, Desk::wake, |desk, at| {
        assert!(knows(desk) && desk.file.as_ref() == Some(&second) && said(desk), "{at}");
        assert_eq!(desk.local["hosted"]["etag"], "\"2\"", "{at}");
    });

    // Taken over from a version before, while the address does not answer.
    let ready = || {
        let mut desk = desk(file(first.clone()));
        as_before(&mut desk);
        desk.address = Some(Answer::Nothing(Refusal::Unreachable));
        desk
    };
    dying(ready, Desk::wake, |desk, at| {
        assert!(knows(desk) && desk.file.as_ref() == Some(&first) && said(desk), "{at}");
        assert!(!desk.local.contains_key("sealed"), "{at}");
    });

    // The profile becomes a shared one, and is one no longer.
    let shared = || with(&[("sharedAccount", "on")]);
    let share = |desk: &mut Desk| {
        desk.managed = Some(shared());
        desk.read_managed(Read::Settled);
    };
    dying(
        || desk(file(first.clone())),
        share,
        |desk, at| {
            let there = (desk.file.is_some(), desk.local.contains_key("hosted"));
            assert_eq!((knows(desk), there), (true, (false, false)), "{at} {:?}", desk.log);
        },
    );
    let ready = || desk_of(file(first.clone()), &[("sharedAccount", "on")]);
    let own = |desk: &mut Desk| {
        desk.managed = Some(with(&[]));
        desk.read_managed(Read::Settled);
    };
    dying(ready, own, |desk, at| {
        assert!(knows(desk) && desk.file.as_ref() == Some(&first) && said(desk), "{at}");
        assert!(!desk.session.contains_key("sealed"), "{at}");
    });

    // Erased: taken away by the school, run out, of a key that holds no longer.
    let taken = |desk: &mut Desk| desk.push(TUDHOE);
    dying(
        || desk(file(first.clone())),
        taken,
        |desk, at| {
            assert!(!knows(desk) && desk.file.is_none() && !desk.local.contains_key("hosted"), "{at}");
        },
    );
    let ready = || {
        let mut desk = desk(file(first.clone()));
        desk.address = Some(Answer::Nothing(Refusal::Unreachable));
        desk.clock.0.set(NOW_MS + 36 * DAY_MS);
        desk
    };
    dying(ready, Desk::wake, |desk, at| {
        assert_eq!(
            (knows(desk), desk.file.is_some(), said(desk)),
            (false, false, false),
            "{at} {:?}",
            desk.local.get("hosted")
        );
    });
    let ready = || {
        let mut desk = desk(file(first.clone()));
        desk.address = Some(Answer::Nothing(Refusal::Unreachable));
        desk
    };
    let other_key = |desk: &mut Desk| {
        desk.managed = Some(with(&[("rosterPublicKey", &envelope::public_key_text(&[9; 32]))]));
        desk.read_managed(Read::Settled);
    };
    dying(ready, other_key, |desk, at| {
        assert!(!knows(desk) && desk.file.is_none() && !said(desk), "{at}");
    });
}

#[test]
fn g4_a_file_that_storage_says_nothing_of_does_not_stay() {
    let sealed = seal("tudhoe", NOW_MS, PUBLIC);
    type Harm = fn(&mut Desk);
    let harms: [Harm; 3] = [
        |desk| desk.local.clear(),
        |desk| drop(desk.local.insert("version".to_owned(), 2.into())),
        |desk| drop(desk.local.insert("hosted".to_owned(), 5.into())),
    ];
    for harm in harms {
        let mut desk = desk(file(sealed.clone()));
        harm(&mut desk);
        desk.managed = Some(texts(TUDHOE));
        desk.wake();
        assert!(desk.file.is_none());
    }
}

#[test]
fn an_address_that_fails_is_asked_less_and_less_often() {
    let mut desk = desk(Some(Answer::Nothing(Refusal::Unreachable)));
    let mut asked = vec![0];
    for quarter in 1..=4 * 24 * 3 {
        desk.clock.0.set(NOW_MS + quarter * 900_000);
        let before = desk.downloads.len();
        desk.wake();
        if desk.downloads.len() > before {
            asked.push(quarter);
        }
    }
    assert_eq!(asked, [0, 1, 5, 21, 117, 213]);
}

#[test]
fn an_address_that_is_taken_away_or_a_key_that_is_changed_takes_the_roster_with_it() {
    let mut desk = desk(file(seal("tudhoe", NOW_MS, PUBLIC)));
    desk.push(TUDHOE);
    assert!(!knows(&mut desk) && desk.file.is_none() && !desk.local.contains_key("hosted"));

    let mut desk = self::desk(file(seal("tudhoe", NOW_MS, PUBLIC)));
    desk.managed = Some(with(&[("rosterPublicKey", &envelope::public_key_text(&[9; 32]))]));
    desk.read_managed(Read::Settled);
    assert_eq!(desk.downloads.len(), 2);
    assert!(!knows(&mut desk) && desk.file.is_none());
    assert!(notes(&mut desk).contains("signature"), "{}", notes(&mut desk));

    let mut desk = self::desk(file(seal("tudhoe", NOW_MS, PUBLIC)));
    desk.address = Some(Answer::Nothing(Refusal::Unreachable));
    desk.managed = Some(with(&[("rosterUrl", "https://new.oakfield.sch.uk/people.lanyard")]));
    desk.read_managed(Read::Settled);
    assert_eq!(desk.downloads.last().unwrap().1, "", "another address has validators of its own");
    assert!(knows(&mut desk), "the list stays while the new address does not answer");
}

#[test]
fn what_is_set_wrong_is_said_and_nothing_is_fetched() {
    for (key, value, problem) in [
        ("rosterUrl", "http://www.oakfield.sch.uk/people.lanyard", "roster-address rosterUrl"),
        ("rosterUrl", "https://user:word@www.oakfield.sch.uk/x", "roster-address rosterUrl"),
        ("rosterUrl", "https://127.0.0.1:99999/x", "roster-address rosterUrl"),
        ("rosterPublicKey", "ed25519:AAAA", "roster-public-key rosterPublicKey"),
        ("rosterPublicKey", "", "roster-public-key rosterPublicKey"),
        ("rosterKey", "", "roster-key rosterKey"),
        ("rosterKey", "{}", "roster-key-shape rosterKey"),
        ("roster", "lanyard-roster:AAAA", "roster-twice rosterUrl"),
    ] {
        let mut desk = desk_of(None, &[(key, value)]);
        assert!(desk.downloads.is_empty(), "{key} {value}");
        assert!(desk.problems().contains(&problem.to_owned()), "{key} {value}: {:?}", desk.problems());
    }
    let mut desk = Desk::new();
    desk.local.insert("config".to_owned(), Value::Object(with(&[])));
    desk.wake();
    desk.read_managed(Read::Settled);
    assert!(desk.downloads.is_empty(), "on this device key and list would lie together");
    assert_eq!(desk.problems(), ["roster-managed rosterUrl"]);
}

#[test]
fn no_address_no_request() {
    let mut desk = Desk::of(TUDHOE);
    desk.clock.0.set(NOW_MS + 40 * DAY_MS);
    desk.wake();
    assert!(desk.downloads.is_empty() && !desk.log.contains(&"download"));
}
