//! The school's list on the set-up page: read, counted and turned into fingerprints there. The
//! file goes nowhere.

use lanyard_core::config::MAX_ROSTER;
use lanyard_core::problem::Mistake;
use lanyard_core::roster::{Date, Files, MAX_DAYS, Role, RosterBuilder, Status, read_key};
use lanyard_people::{List, Options, Text};

/// What a list came to.
pub(super) struct Read {
    pub(super) pupils: usize,
    pub(super) parents: usize,
    pub(super) staff: usize,
    /// Pupils who have left, or have not started.
    pub(super) former: usize,
    pub(super) future: usize,
    pub(super) excluded: usize,
    pub(super) ageless: usize,
    pub(super) notes: Vec<String>,
    /// Rows that cannot be read: they are not in the roster.
    pub(super) bad: Vec<Mistake>,
    /// The roster, where the lists hold anybody.
    pub(super) roster: Option<Made>,
}

/// A roster, ready to be saved.
pub(super) struct Made {
    pub(super) text: String,
    pub(super) table: Vec<u8>,
    pub(super) key: String,
    pub(super) last_day: String,
}

impl Made {
    /// Whether managed configuration carries it.
    pub(super) fn is_inline(&self) -> bool {
        self.text.len() <= MAX_ROSTER
    }
}

/// What is asked beside the files.
pub(super) struct Asked<'a> {
    pub(super) school: &'a str,
    /// Key of an earlier roster of the school, to be used again.
    pub(super) key: Option<&'a str>,
    pub(super) role: Option<Role>,
    pub(super) status: Option<Status>,
    pub(super) legal_names: bool,
    pub(super) sites: Vec<String>,
    /// Random numbers: a new key, and what makes each build's fingerprints new.
    pub(super) random: [[u8; 16]; 2],
    pub(super) now_ms: i64,
}

/// Reads the lists and makes a roster of those who can be read.
pub(super) fn read(lists: &[Text], asked: Asked<'_>) -> Read {
    let today = Date::of_ms(asked.now_ms);
    let options = Options {
        legal_names: asked.legal_names,
        role: asked.role,
        status: asked.status,
        several: lists.len() > 1,
        sites: asked.sites,
        ..Options::plain(today)
    };
    let (list, wrong) = match lanyard_people::read(lists, &options) {
        Ok(list) => (list, Vec::new()),
        Err(mistakes) => (List::default(), mistakes),
    };
    let is = |role: Role| list.people.iter().filter(|one| one.role == role).count();
    let in_state =
        |status: Status| list.people.iter().filter(|one| one.role == Role::Pupil && one.status == status).count();
    let (pupils, parents, staff) = (is(Role::Pupil), is(Role::Parent), is(Role::Staff));
    let (former, future) = (in_state(Status::Former), in_state(Status::Future));
    let mut builder = RosterBuilder::new(asked.school);
    for person in list.people {
        builder.add_person(person);
    }
    let [fresh, build] = asked.random;
    let key = asked.key.and_then(|text| read_key(text).ok()).unwrap_or(fresh);
    let last_day = today.plus_days(MAX_DAYS);
    let roster = (builder.people() > 0).then(|| {
        let files: Files = builder.finish(key, build, today, last_day);
        Made { text: files.text(), table: files.table, key: files.key, last_day: last_day.to_string() }
    });
    let bad = wrong.into_iter().chain(list.bad).collect();
    Read {
        pupils,
        parents,
        staff,
        former,
        future,
        excluded: list.excluded,
        ageless: list.ageless,
        notes: list.notes,
        bad,
        roster,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lanyard_core::roster::Roster;

    const NOW_MS: i64 = 1_789_000_000_000;

    fn asked<'a>(key: Option<&'a str>, random: u8) -> Asked<'a> {
        let random = [[random; 16], [random + 1; 16]];
        Asked {
            school: "tudhoe",
            key,
            role: None,
            status: None,
            legal_names: false,
            sites: vec!["facebook".into()],
            random,
            now_ms: NOW_MS,
        }
    }

    fn list(text: &str) -> Vec<Text> {
        vec![Text { name: "people.csv".into(), text: text.into(), encoding: None }]
    }

    const PEOPLE: &str = "role,status,first_name,last_name,email,exclude\n\
        pupil,current,Mia,Reed,,\npupil,left,Tom,Hay,,\nparent,current,Ann,Reed,ann@family.example,\n\
        pupil,current,Secret,Child,,yes\nwizard,current,Al,Bus,,\n";

    #[test]
    fn a_list_is_counted_and_rows_that_cannot_be_read_are_named() {
        let read = read(&list(PEOPLE), asked(None, 1));
        assert_eq!((read.pupils, read.parents, read.staff, read.former, read.excluded), (2, 1, 0, 1, 1));
        let [bad] = read.bad.as_slice() else { panic!("{:?}", read.bad) };
        assert_eq!((bad.line, bad.column), (6, 1));
        assert!(!bad.to_string().contains("Al"), "what stood in the row is not repeated");
        let made = read.roster.expect("a roster");
        assert!(made.is_inline());
        let roster = Roster::open(&made.text, &made.key, NOW_MS).expect("it opens with its key");
        assert!(!roster.by_name("Mia Reed").is_empty() && roster.by_name("Secret Child").is_empty());
    }

    #[test]
    fn the_schools_key_is_used_again() {
        let first = read(&list(PEOPLE), asked(None, 1)).roster.unwrap();
        let again = read(&list(PEOPLE), asked(Some(&first.key), 9)).roster.unwrap();
        assert_eq!(again.key, first.key);
        assert_ne!(again.text, first.text, "the fingerprints are new");
        assert_ne!(read(&list(PEOPLE), asked(None, 9)).roster.unwrap().key, first.key);
    }

    #[test]
    fn a_file_that_is_no_list_brings_no_roster() {
        let read = read(&list("just some words\n"), asked(None, 1));
        assert!(read.roster.is_none() && !read.bad.is_empty());
    }
}
