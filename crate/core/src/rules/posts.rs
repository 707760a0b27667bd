//! What rules about a post's own words share: they only ask, and go on from the answer.

use super::options::{OptionDoc, Options};
use super::{Case, Outcome, Rule, people, social};
use crate::engine::Account;
use crate::finding::{Certainty, Message, Remedy, Targets};
use crate::observation::{Observation, PostAudience};
use crate::policy::Clause;
use crate::sorted::Set;
use crate::text::{Around, Kind, scan};

/// What in a post's words brings a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The school's name, or somebody on its list.
    School,
    /// The school's name, or a pupil on its list.
    Pupils,
    /// A pupil on its list.
    PupilNames,
    /// What is said to a class.
    Teaching,
}

/// What is said to a class and hardly elsewhere.
const TEACHING: [&str; 9] = [
    "homework",
    "hand it in",
    "hand in your",
    "due in on",
    "is due on",
    "class code",
    "classroom code",
    "revision session",
    "mock exam",
];

/// A question about a post, and what follows a yes.
#[derive(Debug)]
pub struct Words {
    /// What brings it.
    pub about: About,
    /// Only where there are pictures.
    pub pictures: bool,
    /// Only in official accounts, only in others, or in all.
    pub official: Option<bool>,
    /// The question.
    pub seen: &'static str,
    /// What a yes would mean.
    pub advice: &'static str,
    /// What is seen after a yes.
    pub seen_yes: &'static str,
    /// What to do then.
    pub advice_yes: &'static str,
    /// The button that says yes; the one that says no.
    pub answers: [&'static str; 2],
}

/// A rule that asks about a post.
#[derive(Debug)]
pub struct Asks {
    clauses: Vec<Clause>,
    sites: Vec<String>,
    tell: Option<String>,
    words: &'static Words,
}

/// Whom to go to instead.
pub const TELL: OptionDoc = OptionDoc {
    name: "tell",
    takes: "role id",
    description: "To whom it is raised instead. Unset: nobody is named.",
    configurable: false,
};

/// Makes the rule, where the school has clauses about it.
pub fn compile(options: &mut Options<'_>, words: &'static Words) -> Option<Box<dyn Rule>> {
    let rule = Asks {
        clauses: options.clauses(super::visits::CLAUSES.name),
        sites: options.texts(social::SITES.name),
        tell: social::role(options, TELL.name),
        words,
    };
    (!rule.clauses.is_empty()).then(|| Box::new(rule) as Box<dyn Rule>)
}

impl Rule for Asks {
    fn wants_post(&self, post: &PostAudience) -> bool {
        post.pictures || !self.words.pictures
    }

    fn wants_site(&self, site: &str) -> bool {
        social::names_site(&self.sites, site)
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some(post) = of(case) else { return Outcome::Nothing };
        let Words { about, pictures, official, seen, advice, seen_yes, advice_yes, answers: [yes, no] } = self.words;
        let wrong_account = official.is_some_and(|official| official != (case.account == Account::Official));
        if wrong_account || *pictures && !post.pictures {
            return Outcome::Nothing;
        }
        let mentions = mentions(case, post, *about);
        if mentions.is_empty() {
            return Outcome::Nothing;
        }
        // Another post with the same names is asked about again only when something else is named.
        let answer = format!("post {} {mentions}", case.observation.surface());
        let targets = Targets { now: format!("now {answer}"), answer, keep: false };
        let (certainty, seen, advice) = match case.recall(&targets.answer) {
            Some("yes") => (Certainty::Likely, seen_yes, advice_yes),
            Some(_) => return Outcome::Nothing,
            None => (Certainty::Weak, seen, advice),
        };
        let mut advice = Message::new(advice);
        if let Some(role) = self.tell.as_deref().filter(|_| certainty == Certainty::Likely) {
            advice = advice.with("tell", format!("role:{role}"));
        }
        let mut draft =
            case.finding(&self.clauses, certainty, Message::new(seen), advice).evidence(vec!["text".to_owned()]);
        if certainty == Certainty::Weak {
            draft = draft.remedy(Remedy::answer("yes", Message::new(yes)));
        }
        draft.remedy(Remedy::answer("no", Message::new(no))).done(targets)
    }
}

/// The post that is judged.
#[must_use]
pub fn of<'a>(case: &Case<'a>) -> Option<&'a PostAudience> {
    match case.observation {
        Observation::PostAudience(post) => Some(post),
        _ => None,
    }
}

/// What a question about this post is remembered by, in memory alone (G9); `None` once it is answered.
#[must_use]
pub fn targets(case: &Case<'_>, question: &str) -> Option<Targets> {
    let answer = format!("{question} {}", case.observation.surface());
    (!case.is_answered(&answer)).then(|| Targets { now: answer.clone(), answer, keep: false })
}

/// What the words mention, small, in order and once each; empty where nothing brings a question.
fn mentions(case: &Case<'_>, post: &PostAudience, about: About) -> String {
    let Some(text) = post.text.as_deref() else { return String::new() };
    let mut found: Set<String> = Set::new();
    if about == About::Teaching {
        let small = text.to_lowercase();
        for words in TEACHING.into_iter().filter(|words| people::contains_words(&small, words)) {
            found.insert(words.to_owned());
        }
    } else {
        let around =
            Around { school: &case.engine.policy().school.names, roster: case.engine.roster_for(case.context) };
        let counts = |kind: Kind| match kind {
            Kind::PupilName => true,
            Kind::SchoolName => about != About::PupilNames,
            Kind::StaffName | Kind::ParentName => about == About::School,
            _ => false,
        };
        let hits = scan(text, &around).hits;
        for hit in hits.iter().filter(|hit| counts(hit.kind)) {
            found.insert(text.get(hit.from..hit.to).unwrap_or_default().to_lowercase());
        }
    }
    let mut all = String::new();
    for one in found {
        all.push_str(&one);
        all.push(',');
    }
    all
}
