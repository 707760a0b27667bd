//! Tables of people: a heading such as Surname, DOB, UPN, SEN over rows that are filled in.

use lanyard_core::file::Place;

use crate::collect::Job;
use crate::limit;

/// Rows in which a heading may stand: titles and dates come first.
const HEADING_WITHIN: u32 = 25;

/// Rows that make a list.
const LIST: u32 = 5;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    /// Says who.
    Surname,
    Forename,
    Name,
    Number,
    /// Says something of them.
    Detail,
    /// Says something that the law protects more.
    Sensitive,
}

/// What is known of one table while its rows go by.
#[derive(Default)]
pub(crate) struct Columns {
    rows: u32,
    known: Vec<(usize, Column)>,
    /// Whether a column has names; numbers alone say who only where there is none.
    named: bool,
    people: u32,
    /// For each sensitive column, how many people it says something of.
    said: Vec<(usize, u32)>,
}

impl Columns {
    /// The next row, by cells in order.
    pub(crate) fn row<'t>(&mut self, cells: impl Iterator<Item = (usize, &'t str)> + Clone, job: &mut Job<'_>) {
        if self.known.is_empty() {
            if self.rows < HEADING_WITHIN {
                self.rows += 1;
                self.known = heading(cells);
                self.named = self
                    .known
                    .iter()
                    .any(|(_, column)| matches!(column, Column::Surname | Column::Forename | Column::Name));
            }
            return;
        }
        let (mut who, mut first, mut last, mut filled) = (false, "", "", 0_u32);
        for (at, text) in cells {
            if text.is_empty() {
                continue;
            }
            let column = self.known.iter().find(|(column, _)| *column == at).map(|(_, column)| *column);
            filled += u32::from(column.is_some());
            match column {
                Some(Column::Surname) => (who, last) = (true, text),
                Some(Column::Forename) => (who, first) = (true, text),
                Some(Column::Name) => who = true,
                Some(Column::Number) => who |= !self.named,
                Some(Column::Sensitive) if says_something(text) => {
                    match self.said.iter_mut().find(|(column, _)| *column == at) {
                        Some((_, count)) => *count += 1,
                        None => self.said.push((at, 1)),
                    }
                }
                _ => {}
            }
        }
        // One filled cell is a line that goes on, or a note below the table.
        self.people += u32::from(who && filled >= 2);
        // In a table the halves of a name stand apart, and often in the other order.
        if !first.is_empty() && !last.is_empty() {
            job.pair(first, last);
        }
    }

    /// Says what the table was.
    pub(crate) fn finish(self, job: &mut Job<'_>, place: Place) {
        job.pairs_end(place);
        if self.people >= LIST {
            job.hold(place, "class-list", 1);
            job.hold(place, "listed-person", self.people);
            for (_, count) in self.said {
                job.hold(place, "sensitive-column", count);
            }
        }
    }
}

/// "No" and a dash are an answer too, but not one that says something of this child.
fn says_something(text: &str) -> bool {
    !matches!(
        text.trim(),
        "" | "-" | "–" | "0" | "N" | "n" | "No" | "no" | "NO" | "None" | "none" | "N/A" | "n/a" | "False" | "FALSE"
    )
}

/// The columns of a row that is a heading: one that says who and another that says something.
fn heading<'t>(cells: impl Iterator<Item = (usize, &'t str)>) -> Vec<(usize, Column)> {
    let known: Vec<(usize, Column)> = cells
        .filter(|(at, text)| *at < limit::COLUMNS && !text.is_empty() && text.len() <= 40)
        .filter_map(|(at, text)| Some((at, column(text)?)))
        .collect();
    let who = known.iter().any(|(_, column)| !matches!(column, Column::Detail | Column::Sensitive));
    if who && known.len() >= 2 { known } else { Vec::new() }
}

fn column(heading: &str) -> Option<Column> {
    let mut plain = String::new();
    for letter in heading.chars() {
        if letter.is_alphanumeric() {
            plain.extend(letter.to_lowercase());
        } else if !plain.ends_with(' ') && !plain.is_empty() {
            plain.push(' ');
        }
    }
    let plain = plain.trim_end();
    let plain = ["pupil ", "student ", "child ", "childs ", "child s ", "learner ", "legal ", "preferred ", "chosen "]
        .iter()
        .fold(plain, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    Some(match plain {
        "surname" | "last name" | "lastname" | "family name" | "cyfenw" => Column::Surname,
        "forename" | "forenames" | "first name" | "firstname" | "given name" | "known as" | "enw cyntaf" => {
            Column::Forename
        }
        "name" | "full name" | "fullname" | "pupil" | "student" | "child" | "learner" | "names" | "enw"
        | "name of pupil" => Column::Name,
        "upn"
        | "uln"
        | "unique pupil number"
        | "unique learner number"
        | "admission number"
        | "admission no"
        | "adno"
        | "candidate number"
        | "candidate no"
        | "exam number"
        | "nhs number"
        | "nhs no"
        | "scn"
        | "id" => Column::Number,
        "dob" | "d o b" | "date of birth" | "birth date" | "birthdate" | "birthday" | "dyddiad geni" | "age"
        | "gender" | "sex" | "year" | "year group" | "yr" | "yeargroup" | "class" | "form" | "reg" | "reg group"
        | "registration group" | "tutor group" | "tutor" | "house" | "address" | "home address" | "postcode"
        | "post code" | "phone" | "telephone" | "mobile" | "contact" | "contact number" | "emergency contact"
        | "email" | "e mail" | "email address" | "parent" | "parents" | "parent name" | "parent carer" | "carer"
        | "guardian" | "grade" | "mark" | "score" | "result" | "attendance" | "attendance percent" | "target"
        | "predicted" | "predicted grade" | "reading age" | "dosbarth" | "blwyddyn" => Column::Detail,
        "sen" | "send" | "sen status" | "sen code" | "sen need" | "sen support" | "send status" | "ehcp"
        | "ehc plan" | "aln" | "asn" | "idp" | "fsm" | "fsm6" | "fsm eligible" | "free school meals"
        | "free school meal" | "pp" | "pupil premium" | "ppg" | "lac" | "cla" | "looked after" | "in care" | "eal"
        | "ethnicity" | "ethnic group" | "religion" | "faith" | "nationality" | "first language" | "home language"
        | "medical" | "medical notes" | "medical needs" | "medical conditions" | "medical condition" | "allergies"
        | "allergy" | "diagnosis" | "disability" | "medication" | "cp" | "child protection" | "safeguarding"
        | "social worker" | "behaviour" | "exclusions" | "exclusion" | "suspensions" | "young carer" | "asylum"
        | "service child" | "pru" | "concern" | "concerns" => Column::Sensitive,
        _ => return None,
    })
}
