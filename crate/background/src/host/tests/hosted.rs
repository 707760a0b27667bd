//! The hosted roster: what is fetched, taken, refused, kept and erased.

use lanyard_core::envelope::{self, Header};
use lanyard_core::roster::{from_text, read_key};

use super::*;

const URL: &str = "https://www.oakfield.sch.uk/people.lanyard";
const PUBLIC: [u8; 32] = [3; 32];
const HOUR_MS: i64 = 3_600_000;

/// In place of the browser's cryptography: a signature is the public key twice, encryption is
/// the key in front.
pub(super) fn open(seal: &Seal) -> Result<Vec<u8>, Refusal> {
    let (_, parts) = envelope::read(&seal.file)?;
    if parts.signature[..32] != seal.public_key {
        return Err(Refusal::Signature);
    }
    parts.sealed.strip_prefix(&seal.key[..]).map(<[u8]>::to_vec).ok_or(Refusal::Key)
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

fn file(bytes: Vec<u8>) -> Option<Download> {
    Some(Download::File { bytes, etag: "\"1\"".to_owned(), modified: String::new() })
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

fn desk(address: Option<Download>) -> Desk {
    desk_of(address, &[])
}

fn desk_of(address: Option<Download>, more: &[(&'static str, &str)]) -> Desk {
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
    desk.address = Some(Download::Same);
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
    assert!(desk.local.contains_key("sealed") && !disk.contains("lanyard-roster-key"));
    assert!(!desk.session.contains_key("sealed"));
    assert!(Value::Object(desk.session).to_string().contains("lanyard-roster-key"));
}

#[test]
fn g15_nothing_of_it_is_on_the_disk_where_the_profile_is_shared() {
    let mut desk = desk_of(file(seal("tudhoe", NOW_MS, PUBLIC)), &[("sharedAccount", "on")]);
    assert!(knows(&mut desk));
    assert!(!desk.local.contains_key("sealed") && !desk.local.contains_key("hosted"));
    assert!(desk.session.contains_key("sealed"));
    desk.managed = Some(with(&[]));
    desk.read_managed(Read::Settled);
    assert!(desk.local.contains_key("sealed") && !desk.session.contains_key("sealed"));
    desk.managed = Some(with(&[("sharedAccount", "on")]));
    desk.read_managed(Read::Settled);
    assert!(!desk.local.contains_key("sealed") && desk.session.contains_key("sealed"));
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
    assert!(desk.local.contains_key("sealed"));
    desk.hear(Event::Profile("a.pupil@pupils.example".to_owned()));
    assert!(!desk.local.contains_key("sealed") && !desk.local.contains_key("hosted"));
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
        let kept = desk.local["sealed"].clone();
        desk.clock.0.set(NOW_MS + DAY_MS);
        desk.address = file(bytes);
        desk.wake();
        assert_eq!(desk.downloads.len(), 2);
        let said = desk.popup(0).notes;
        let expected =
            desk.host.as_ref().unwrap().setup.as_ref().unwrap().say(&format!("setup_hosted_{}", refusal.id()));
        assert!(said.contains(&expected), "{refusal:?}: {said:?}");
        assert_eq!(desk.local["sealed"], kept);
        assert!(knows(&mut desk), "{refusal:?}");
        desk.wake();
        assert!(knows(&mut desk) && desk.downloads.len() == 2, "{refusal:?}: not asked again at once");
        assert!(desk.popup(0).notes.contains(&expected), "said again by the next worker");
        desk.address = Some(Download::Same);
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
        (Some(Download::Nothing(Refusal::Unreachable)), "unreachable"),
        (Some(Download::Nothing(Refusal::TooLarge)), "too_large"),
        (None, "waiting"),
    ] {
        let mut desk = desk(address);
        assert!(!knows(&mut desk) && !desk.local.contains_key("sealed"), "{word}");
        let expected = desk.host.as_ref().unwrap().setup.as_ref().unwrap().say(&format!("setup_hosted_{word}"));
        assert_ne!(expected, format!("setup_hosted_{word}"));
        assert!(desk.popup(0).notes.contains(&expected), "{word}");
    }
}

#[test]
fn g4_a_roster_that_has_run_out_is_erased_with_its_key() {
    let mut desk = desk(file(seal("tudhoe", NOW_MS, PUBLIC)));
    desk.address = Some(Download::Same);
    desk.clock.0.set(NOW_MS + 35 * DAY_MS);
    desk.wake();
    assert!(knows(&mut desk), "its last day");
    desk.address = file(seal("tudhoe", NOW_MS, PUBLIC));
    desk.clock.0.set(NOW_MS + 36 * DAY_MS);
    desk.wake();
    assert_eq!(desk.downloads.last().unwrap().1, "", "the file itself is asked for");
    assert!(!knows(&mut desk) && !desk.local.contains_key("sealed"));
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

#[test]
fn an_address_that_fails_is_asked_less_and_less_often() {
    let mut desk = desk(Some(Download::Nothing(Refusal::Unreachable)));
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
    assert!(!knows(&mut desk) && !desk.local.contains_key("sealed") && !desk.local.contains_key("hosted"));

    let mut desk = self::desk(file(seal("tudhoe", NOW_MS, PUBLIC)));
    desk.managed = Some(with(&[("rosterPublicKey", &envelope::public_key_text(&[9; 32]))]));
    desk.read_managed(Read::Settled);
    assert_eq!(desk.downloads.len(), 2);
    assert!(!knows(&mut desk) && !desk.local.contains_key("sealed"));
    assert!(notes(&mut desk).contains("signature"), "{}", notes(&mut desk));

    let mut desk = self::desk(file(seal("tudhoe", NOW_MS, PUBLIC)));
    desk.address = Some(Download::Nothing(Refusal::Unreachable));
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
