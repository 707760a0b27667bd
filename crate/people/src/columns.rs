//! Which column is which. Information systems name the same thing in many ways; what is not
//! known here is named with `--map`.

use csv::StringRecord;
use lanyard_core::catalogue::nearest_of;
use lanyard_core::problem::{Mistake, Problem};

use super::Options;

/// A column, and what exports call it: in small letters, words joined by `_`, without
/// `student_`, `pupil_` and the like before. docs/roster.md says where these come from.
const COLUMNS: &[(&str, &[&str])] = &[
    ("role", &["person_type", "type"]),
    ("status", &["enrolment_status", "enrollment_status", "on_roll_status", "roll_status"]),
    ("first_name", &["forename", "forenames", "given_name", "first_names", "first"]),
    ("last_name", &["surname", "family_name", "last", "lastname"]),
    ("legal_first_name", &["legal_forename", "legal_forenames", "legal_given_name", "official_forename"]),
    ("legal_last_name", &["legal_surname", "legal_family_name", "official_surname"]),
    (
        "preferred_name",
        &[
            "preferred_forename",
            "preferred_first_name",
            "preferred_given_name",
            "chosen_name",
            "chosen_forename",
            "chosen_first_name",
            "known_as",
            "known_as_name",
            "known_as_first_name",
            "known_as_forename",
            "known_by",
            "pref_name",
        ],
    ),
    (
        "preferred_last_name",
        &[
            "preferred_surname",
            "preferred_family_name",
            "chosen_surname",
            "chosen_last_name",
            "known_as_surname",
            "known_as_last_name",
        ],
    ),
    ("full_name", &["name", "display_name", "preferred_full_name", "surname_forename", "name_surname_forename"]),
    (
        "email",
        &[
            "e_mail",
            "email_address",
            "e_mail_address",
            "primary_email",
            "primary_email_address",
            "main_email",
            "home_email",
            "work_email",
            "school_email",
            "personal_email",
            "email_1",
            "email_2",
            "email_3",
            "email1",
            "email2",
            "mail",
            "default_email",
        ],
    ),
    ("handles", &["handle", "social_media", "accounts"]),
    ("date_of_birth", &["dob", "birth_date", "birthdate", "d_o_b", "do_b", "born"]),
    (
        "year",
        &[
            "year_group",
            "nc_year",
            "ncyear",
            "national_curriculum_year",
            "curriculum_year",
            "yr",
            "yeargroup",
            "year_taught_in",
            "stage",
            "current_nc_year",
            "actual_year_group",
        ],
    ),
    (
        "class",
        &[
            "class_name",
            "reg",
            "reg_form",
            "reg_group",
            "registration_group",
            "registration_form",
            "registration_class",
            "form",
            "form_group",
            "form_tutor_group",
            "tutor_group",
            "reg_class",
            "tutor",
            "registration",
        ],
    ),
    ("exclude", &["leave_out", "do_not_include"]),
];

/// Numbers by which the state and the systems know people. They are never read.
const NUMBERS: &[&str] = &[
    "upn",
    "former_upn",
    "unique_pupil_number",
    "uln",
    "unique_learner_number",
    "scn",
    "scottish_candidate_number",
    "uci",
    "admission_number",
    "adno",
    "adm_no",
    "admission_no",
    "id",
    "mis_id",
    "arbor_id",
    "sims_id",
    "isams_id",
    "school_id",
    "school_code",
    "person_id",
    "external_id",
    "nhs_number",
    "ni_number",
    "payroll_number",
    "staff_code",
    "pupil_number",
    "learner_number",
    "candidate_number",
    "exam_number",
    "hcn",
];

/// Of whom a column may speak before it says what it holds.
const OWNERS: [&str; 6] = ["student_", "pupil_", "learner_", "person_", "staff_", "employee_"];
/// Relatives of whom a pupil's row may have columns.
const CONTACTS: [&str; 8] = ["contact", "parent", "parental", "guardian", "carer", "mother", "father", "priority"];

/// The columns of a file.
#[derive(Default)]
pub(super) struct Columns {
    /// Column and position; several positions where several columns hold addresses.
    at: Vec<(&'static str, usize)>,
    /// Contacts of a pupil: their columns, one list a contact.
    pub(super) contacts: Vec<(String, Vec<(&'static str, usize)>)>,
    /// Headers of columns that are not read.
    pub(super) unread: Vec<String>,
    /// Headers of numbers that are never read.
    pub(super) numbers: Vec<String>,
}

impl Columns {
    pub(super) fn read(file: &str, headers: &StringRecord, options: &Options) -> Result<Self, Vec<Mistake>> {
        let mut columns = Self::default();
        let mut bad = Vec::new();
        let wrong = |at: usize, column: &str, expected: &str, suggestion: Option<String>| {
            let problem = Problem::new("column", column, expected).suggest(suggestion);
            Mistake { file: file.to_owned(), line: 1, column: at, problem }
        };
        let mapped = mapped(headers, options, &mut |column, expected, suggestion| {
            bad.push(wrong(1, column, expected, suggestion));
        });
        for (at, header) in headers.iter().enumerate() {
            let name = plain(header);
            if let Some((_, told)) = mapped.iter().find(|(position, _)| *position == at) {
                match told {
                    Told::Own(column) => columns.at.push((column, at)),
                    Told::Contact(whose, column) => columns.put_contact(whose.clone(), column, at),
                }
            } else if let Some(column) =
                column_of(&name).filter(|column| !mapped.iter().any(|(_, told)| *told == Told::Own(column)))
            {
                // Registration group and form, say: the first is taken.
                let several = matches!(column, "year" | "class");
                match columns.position(column) {
                    Some(_) if several => columns.unread.push(header.to_owned()),
                    Some(first) if column != "email" => {
                        let same =
                            headers.get(first).is_some_and(|other| other.trim().eq_ignore_ascii_case(header.trim()));
                        let which = if same { format!("{header}#1") } else { header.to_owned() };
                        let suggestion = format!("say which one: --map \"{column}={which}\"");
                        bad.push(wrong(at + 1, column, "this column once", Some(suggestion)));
                    }
                    _ => columns.at.push((column, at)),
                }
            } else if let Some((whose, column)) = contact(&name) {
                columns.put_contact(whose, column, at);
            } else if NUMBERS.contains(&without_owner(&name)) {
                columns.numbers.push(header.to_owned());
            } else if let Some(suggestion) = misspelt(&name) {
                // A misspelt `exclude` would let in the very people who must stay out.
                bad.push(wrong(at + 1, header, "a column of the list", Some(suggestion)));
            } else if !header.is_empty() {
                columns.unread.push(header.to_owned());
            }
        }
        columns.settle();
        if bad.is_empty() {
            bad.extend(columns.missing(options).map(|(column, expected)| {
                let one = headers.len() == 1;
                wrong(1, column, &expected, one.then(|| "the first row names the columns".to_owned()))
            }));
        }
        if bad.is_empty() { Ok(columns) } else { Err(bad) }
    }

    fn put_contact(&mut self, whose: String, column: &'static str, at: usize) {
        match self.contacts.iter_mut().find(|(known, _)| *known == whose) {
            Some((_, columns)) => columns.push((column, at)),
            None => self.contacts.push((whose, vec![(column, at)])),
        }
    }

    /// What follows from the columns that are there together.
    fn settle(&mut self) {
        // A list of contacts only: they are whom it is about.
        let names = ["first_name", "last_name", "full_name", "legal_first_name", "legal_last_name"];
        if names.iter().all(|name| self.position(name).is_none())
            && let [(_, contact)] = self.contacts.as_slice()
        {
            self.at.extend(contact);
            self.contacts.clear();
        }
        // Beside a legal name, the plain one is what somebody goes by.
        for (legal, plain, preferred) in [
            ("legal_first_name", "first_name", "preferred_name"),
            ("legal_last_name", "last_name", "preferred_last_name"),
        ] {
            if self.position(legal).is_none() {
                continue;
            }
            let goes_by = self.position(preferred).is_some();
            for (column, _) in &mut self.at {
                *column = match *column {
                    known if known == plain && !goes_by => preferred,
                    known if known == plain => "",
                    known if known == legal => plain,
                    known => known,
                };
            }
        }
    }

    /// What a list has to have, where it has it not.
    fn missing(&self, options: &Options) -> Option<(&'static str, String)> {
        let has = |column: &str| self.position(column).is_some();
        let named = has("full_name") || has("first_name") && has("last_name");
        let name = if has("first_name") { "last_name" } else { "first_name" };
        let from = |option: &str| format!("this column, or --{option} for the whole list");
        [
            (!has("role") && options.role.is_none()).then(|| ("role", from("role pupil"))),
            (!has("status") && options.status.is_none()).then(|| ("status", from("status current"))),
            (!named).then(|| (name, format!("this column, or --map \"{name}=Header\" with what the list calls it"))),
            (!options.years.is_empty() && !has("year")).then(|| ("year", "this column, which --year needs".to_owned())),
            (!options.classes.is_empty() && !has("class"))
                .then(|| ("class", "this column, which --class needs".to_owned())),
        ]
        .into_iter()
        .flatten()
        .next()
    }

    pub(super) fn position(&self, column: &str) -> Option<usize> {
        self.at.iter().find(|(known, _)| *known == column).map(|(_, at)| *at)
    }

    pub(super) fn positions(&self, column: &str) -> impl Iterator<Item = usize> {
        self.at.iter().filter(move |(known, _)| *known == column).map(|(_, at)| *at)
    }
}

/// What `--map` says a column is.
#[derive(PartialEq)]
enum Told {
    Own(&'static str),
    /// Whose, and which.
    Contact(String, &'static str),
}

/// Positions and columns of `--map`.
fn mapped(
    headers: &StringRecord,
    options: &Options,
    wrong: &mut dyn FnMut(&str, &str, Option<String>),
) -> Vec<(usize, Told)> {
    let mut mapped = Vec::new();
    for (column, header) in &options.map {
        let wanted = plain(column);
        let own = COLUMNS.iter().map(|(name, _)| *name).find(|name| *name == wanted).map(Told::Own);
        let Some(told) = own.or_else(|| contact(&wanted).map(|(whose, column)| Told::Contact(whose, column))) else {
            let known: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
            wrong(
                column,
                &format!("--map with one of {}, or contact_1_first_name and the like", known.join(", ")),
                nearest_of(&wanted, known.iter().copied()),
            );
            continue;
        };
        match position_of(headers, header) {
            Some(at) => mapped.push((at, told)),
            // With several lists, one of them may have it.
            None if options.several => {}
            None => wrong(header, "a column of this name, as --map says", nearest_of(header, headers.iter())),
        }
    }
    mapped
}

/// Where a header stands. `Forename#2` is the second of that name, for reports repeat them.
fn position_of(headers: &StringRecord, header: &str) -> Option<usize> {
    let find = |header: &str, nth: usize| {
        let same = headers.iter().enumerate().filter(|(_, known)| known.trim().eq_ignore_ascii_case(header.trim()));
        same.map(|(at, _)| at).nth(nth)
    };
    find(header, 0).or_else(|| {
        let (header, nth) = header.rsplit_once('#')?;
        find(header, nth.trim().parse::<usize>().ok()?.checked_sub(1)?)
    })
}

/// A header in one spelling: `Known As`, `KnownAs` and `known_as` are the same, and so is `Contact's` to `Contacts`.
fn plain(header: &str) -> String {
    let mut spaced = String::with_capacity(header.len());
    let (mut last, mut length) = (' ', 0);
    for letter in header.chars().filter(|letter| !matches!(letter, '\'' | '’')) {
        // A single small letter is no word: `iSAMS ID`, `eMail`.
        if last.is_lowercase() && letter.is_uppercase() && length > 1 {
            spaced.push(' ');
            length = 0;
        }
        length = if letter.is_alphanumeric() { length + 1 } else { 0 };
        spaced.push(letter);
        last = letter;
    }
    let words = spaced.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("_")
}

fn without_owner(name: &str) -> &str {
    OWNERS.iter().find_map(|owner| name.strip_prefix(owner)).unwrap_or(name)
}

fn column_of(name: &str) -> Option<&'static str> {
    let find = |name: &str| {
        COLUMNS.iter().find(|(column, others)| *column == name || others.contains(&name)).map(|(column, _)| *column)
    };
    find(name).or_else(|| find(without_owner(name)))
}

/// Whose column and which, where it is a relative's: `contact_1_surname`.
fn contact(name: &str) -> Option<(String, &'static str)> {
    let words: Vec<&str> = name.split('_').collect();
    let first = words.first()?.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let is_contact =
        |word: &str| CONTACTS.contains(&word) || word.strip_suffix('s').is_some_and(|one| CONTACTS.contains(&one));
    if !is_contact(first) {
        return None;
    }
    let is_whose = |word: &&str| is_contact(word) || word.bytes().all(|byte| byte.is_ascii_digit());
    let mut whose = vec![*words.first()?];
    whose.extend(words.iter().skip(1).take_while(|word| is_whose(word)));
    let column = column_of(&words.get(whose.len()..)?.join("_"))?;
    matches!(column, "first_name" | "last_name" | "full_name" | "email" | "preferred_name" | "preferred_last_name")
        .then(|| (whose.join("_"), column))
}

/// Whether a column is one of ours with a slip in it. Short words are near too many others, and
/// a list has columns of its own: `house`, `gender`.
fn misspelt(name: &str) -> Option<String> {
    let letter = name.chars().next()?;
    let alike = COLUMNS.iter().map(|(column, _)| *column).filter(|column| column.starts_with(letter));
    if name.len() > 4 { nearest_of(name, alike) } else { None }
}
