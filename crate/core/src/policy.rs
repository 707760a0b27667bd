//! A school's pack: its clauses, the people it names by role, and the settings of its rules.
//!
//! Packs are written as TOML, compiled by `lanyard-pack` at build time, and shipped as the
//! JSON of [`Policy`]. A school's own pack travels as the same JSON in managed configuration.
//! Parameters only: a pack can switch, cite and weigh rules, never define one.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::catalogue;
use crate::finding::Severity;
use crate::moment::Moment;
use crate::problem::Problem;
use crate::read::{readable, readable_words};
use crate::sorted::ByName;

/// A text in the languages that Lanyard speaks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// English.
    pub en: String,
    /// Welsh, where the pack has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cy: Option<String>,
}

impl Text {
    /// The text in `language`, else in English.
    #[must_use]
    pub fn get(&self, language: &str) -> &str {
        match &self.cy {
            Some(welsh) if language.starts_with("cy") => welsh,
            _ => &self.en,
        }
    }
}

/// Who the pack is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct School {
    /// Pack id, equal to the file name.
    pub id: String,
    /// The school's name.
    pub name: String,
    /// Title of the document.
    pub policy: String,
    /// When the document was last reviewed, `YYYY-MM`.
    pub dated: String,
    /// When its review was due, `YYYY-MM`, where it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<String>,
    /// IANA time zone.
    pub zone: String,
    /// `england`, `scotland`, `wales` or `northern-ireland`.
    pub nation: String,
    /// Title of the safeguarding lead: `DSL`, `DSP`.
    pub lead: String,
    /// The usual route for questions and reports: role ids, first one first.
    #[serde(default)]
    pub route: Vec<String>,
    /// Names and aliases under which a profile may name the school.
    #[serde(default)]
    pub names: Vec<String>,
    /// Who the document binds: `staff`, `governor`, `volunteer`, `trainee`, `contractor`.
    #[serde(default = "everyone")]
    pub binds: Vec<String>,
    /// The school's colour, `#rrggbb`: a line at the head of Lanyard's own pages, and nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
}

/// Red, green and blue of `#rrggbb`; `None` for anything else.
#[must_use]
pub fn rgb(colour: &str) -> Option<[u8; 3]> {
    let digits = colour.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    Some([red, green, blue])
}

fn everyone() -> Vec<String> {
    AUDIENCES.iter().map(|&a| a.to_owned()).collect()
}

/// The kinds of people that a document may bind (G14).
pub const AUDIENCES: [&str; 5] = ["staff", "governor", "volunteer", "trainee", "contractor"];

/// What somebody may have to report: a pupil in touch, worry about a child, harassment, mail that went to the wrong
/// people, something on a screen, a colleague.
pub const CONCERNS: [&str; 6] = ["pupil", "child", "harassed", "sent", "screen", "colleague"];

/// Somebody whom the document names, as a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Id, unique in the pack.
    pub id: String,
    /// As it reads after "tell".
    pub title: Text,
}

/// How a clause is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// Works with the baseline set-up.
    Automatic,
    /// Needs the school's own data.
    Configured,
    /// Shown as a reminder.
    Reminder,
    /// Nothing in a browser can see it.
    NotVisible,
}

/// A section of the school's document, in our own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Id, unique in the pack.
    pub id: String,
    /// Number or heading, as the document has it.
    pub section: String,
    /// Line of the document's text where it stands.
    pub line: u32,
    /// Whom it binds: `staff`, `school`, `pupil` or `parent`.
    pub audience: String,
    /// What it is about.
    pub subject: String,
    /// The document's own verb: `must`, `must not`, `should`, `should not`, `may`, `advised`, `n/a`.
    pub modality: String,
    /// How strong that is.
    pub severity: Severity,
    /// How it is watched.
    pub check: Check,
    /// The rule of the catalogue that watches it or speaks for it.
    pub rule: String,
    /// The clause in our own words.
    pub text: Text,
    /// What a browser can see of it; for [`Check::NotVisible`], why nothing can.
    pub see: String,
    /// What the person is offered.
    pub offer: String,
    /// Whom the clause says to tell: role ids.
    #[serde(default)]
    pub tell: Vec<String>,
    /// Which concerns somebody reports by this clause, of [`CONCERNS`]. None: its rule says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concerns: Vec<String>,
    /// For [`Check::Reminder`]: the moments at which it may come in a page. None: the handbook has it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moments: Vec<Moment>,
    /// Set while the clause is checkable and its rule is not built. Compared with the
    /// registry in both directions, so that it can be neither forgotten nor stale.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pending: bool,
}

/// A pack: everything that one school's document says, and how its rules are set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Who it is of.
    pub school: School,
    /// The people the document names, as roles.
    #[serde(default, rename = "role")]
    pub roles: Vec<Role>,
    /// The clauses, in the document's order.
    #[serde(default, rename = "clause")]
    pub clauses: Vec<Clause>,
    /// Settings by rule id. A rule that is not here is off for this school.
    #[serde(default)]
    pub rules: ByName<Value>,
}

readable!(Text only { en "en", cy "cy" });
readable!(School only {
    id "id", name "name", policy "policy", dated "dated", review "review", zone "zone", nation "nation", lead "lead",
    route "route", names "names", binds "binds" = everyone(),
    colour "colour",
});
readable!(Role only { id "id", title "title" });
readable!(Clause only {
    id "id", section "section", line "line", audience "audience", subject "subject", modality "modality",
    severity "severity", check "check", rule "rule", text "text", see "see", offer "offer", tell "tell",
    concerns "concerns", moments "moments", pending "pending",
});
readable!(Policy only { school "school", roles "role", clauses "clause", rules "rules" });
readable_words!(Check {
    "automatic" Automatic, "configured" Configured, "reminder" Reminder, "not-visible" NotVisible,
});

impl Policy {
    /// Reads a compiled pack.
    ///
    /// # Errors
    /// When the text is not JSON of this shape; the problem says where.
    pub fn parse(json: &str) -> Result<Self, Problem> {
        crate::read::parse(json).map_err(|wrong| wrong.under("pack").problem("pack-json"))
    }

    /// The same with no other clauses than those that a built rule rests on or that come as reminders,
    /// and without what is said of Lanyard itself: what the worker reads when it wakes, while somebody
    /// waits. Whoever shows the whole document reads it whole.
    #[must_use]
    pub fn for_rules(&self) -> Self {
        let needed = |clause: &&Clause| {
            !clause.moments.is_empty()
                || catalogue::is_built(&clause.rule)
                || self.rules.values().any(|rule| cites(rule, &clause.id))
        };
        let lean = |clause: &Clause| Clause {
            see: String::new(),
            offer: String::new(),
            concerns: Vec::new(),
            ..clause.clone()
        };
        Self { clauses: self.clauses.iter().filter(needed).map(lean).collect(), ..self.clone() }
    }

    /// The clause with this id.
    #[must_use]
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == id)
    }

    /// The role with this id.
    #[must_use]
    pub fn role(&self, id: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == id)
    }

    /// Everything that is wrong with the pack beyond its shape. Paths are as in the TOML
    /// file: `clause[3].rule`, `rules.social-privacy-settings`.
    #[must_use]
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (at, role) in self.roles.iter().enumerate() {
            if self.roles.iter().take(at).any(|other| other.id == role.id) {
                problems.push(Problem::new(
                    "role-twice",
                    &format!("role[{at}].id"),
                    &format!("an id of its own; `{}` is taken", role.id),
                ));
            }
        }
        for (at, id) in self.school.route.iter().enumerate() {
            self.check_role(id, &format!("school.route[{at}]"), &mut problems);
        }
        for (at, id) in self.school.binds.iter().enumerate() {
            if !AUDIENCES.contains(&id.as_str()) {
                problems.push(Problem::new(
                    "audience",
                    &format!("school.binds[{at}]"),
                    &format!("one of {}", AUDIENCES.join(", ")),
                ));
            }
        }
        if self.school.colour.as_deref().is_some_and(|colour| rgb(colour).is_none()) {
            problems.push(Problem::new(
                "colour",
                "school.colour",
                "six hexadecimal digits after a `#`, such as `#7a1f3d`",
            ));
        }
        for (at, clause) in self.clauses.iter().enumerate() {
            let path = |key: &str| format!("clause[{at}].{key}");
            if self.clauses.iter().take(at).any(|other| other.id == clause.id) {
                problems.push(Problem::new(
                    "clause-twice",
                    &path("id"),
                    &format!("an id of its own; `{}` is taken", clause.id),
                ));
            }
            if clause.text.en.trim().is_empty() {
                problems.push(Problem::new("clause-text", &path("text"), "the clause in our own words"));
            }
            if clause.see.trim().is_empty() {
                problems.push(Problem::new(
                    "clause-see",
                    &path("see"),
                    "what a browser can see of it, or why it can see nothing",
                ));
            }
            for (n, id) in clause.tell.iter().enumerate() {
                self.check_role(id, &path(&format!("tell[{n}]")), &mut problems);
            }
            for (n, id) in clause.concerns.iter().enumerate() {
                if !CONCERNS.contains(&id.as_str()) {
                    let expected = format!("one of {}", CONCERNS.join(", "));
                    problems.push(Problem::new("concern", &path(&format!("concerns[{n}]")), &expected));
                }
            }
            if !clause.moments.is_empty() && (clause.check != Check::Reminder || clause.audience != "staff") {
                problems.push(Problem::new(
                    "moments",
                    &path("moments"),
                    "no moments: only a clause for staff with `check = \"reminder\"` comes at one",
                ));
            }
            for (n, moment) in clause.moments.iter().enumerate() {
                if clause.moments.iter().take(n).any(|other| other == moment) {
                    problems.push(Problem::new(
                        "moment-twice",
                        &path(&format!("moments[{n}]")),
                        &format!("each moment once; `{}` is there", moment.id()),
                    ));
                }
            }
            if !catalogue::RULES.iter().any(|entry| entry.id == clause.rule) {
                problems.push(
                    Problem::new("rule-unknown", &path("rule"), "a rule of the catalogue")
                        .suggest(catalogue::nearest(&clause.rule)),
                );
            }
            let checkable = matches!(clause.check, Check::Automatic | Check::Configured) && clause.audience == "staff";
            let watched =
                |(rule, settings): (&String, &Value)| catalogue::is_built(rule) && cites(settings, &clause.id);
            let missing = checkable && !self.rules.iter().any(watched);
            if clause.pending != missing {
                let expected = if missing {
                    "`pending = true`: no built rule of this pack cites this clause yet"
                } else {
                    "no `pending`: a rule that is built cites it, or nothing is to be built"
                };
                problems.push(Problem::new("pending", &path("pending"), expected));
            }
        }
        for rule in self.rules.keys() {
            if !catalogue::is_built(rule) {
                problems.push(
                    Problem::new("rule-unknown", &format!("rules.{rule}"), "a rule that is built")
                        .suggest(catalogue::nearest(rule)),
                );
            }
        }
        problems
    }

    fn check_role(&self, id: &str, path: &str, problems: &mut Vec<Problem>) {
        if self.role(id).is_none() {
            problems.push(Problem::new("role-unknown", path, &format!("the id of a `[[role]]`; there is no `{id}`")));
        }
    }
}

/// Whether a rule's settings name this clause.
#[must_use]
pub fn cites(settings: &Value, id: &str) -> bool {
    match settings {
        Value::String(text) => text == id,
        Value::Array(items) => items.iter().any(|item| cites(item, id)),
        Value::Object(fields) => fields.values().any(|value| cites(value, id)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::engine::Engine;
    use crate::rules::testing::{Desk, SCHOOLS};

    #[test]
    fn the_part_that_rules_rest_on_is_whole_for_rules_and_small() {
        let (mut all, mut parts) = (0, 0);
        for school in SCHOOLS {
            let desk = Desk::of(school);
            let (policy, part) = (desk.policy(), desk.policy().for_rules());
            all += policy.clauses.len();
            parts += part.clauses.len();
            let (whole, problems) = Engine::new(policy.clone(), Config::default(), None);
            assert_eq!(problems, []);
            let (engine, problems) = Engine::new(part, Config::default(), None);
            assert_eq!(problems, [], "{school}: a clause is missing");
            assert!(whole.rules().eq(engine.rules()));
        }
        assert!(parts * 2 < all, "{parts} of {all}");
    }
}
