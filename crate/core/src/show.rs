//! Puts findings into words.

use crate::engine::{Context, Engine};
use crate::finding::{Finding, Message, Presentation, Remedy, Severity};
use crate::protocol::{ClauseText, Shown, ShownRemedy};
use crate::reminder::Reminder;
use crate::rules::policy_exemption;
use crate::words::Words;

/// A finding with its words.
#[must_use]
pub fn finding(finding: &Finding, engine: &Engine, words: &Words) -> Shown {
    let site = finding.surface.split('/').next().unwrap_or_default();
    let say = |message: &Message| text_on(site, message, engine, words);
    let sections: Vec<&str> = finding.clauses.iter().map(|clause| clause.section.as_str()).collect();
    let clause = words.text(&clause_label(&sections));
    let clause_texts = finding
        .clauses
        .iter()
        .filter_map(|cited| engine.policy().clause(&cited.clause))
        .map(|clause| ClauseText {
            id: clause.id.clone(),
            section: clause.section.clone(),
            text: clause.text.get(words.language()).to_owned(),
        })
        .collect();
    Shown {
        id: finding.id.clone(),
        rule: finding.rule.clone(),
        surface: finding.surface.clone(),
        severity: finding.severity,
        strength: words.text(&Message::new(&format!("severity_{}", finding.severity.id()))),
        certainty: finding.certainty,
        presentation: finding.presentation,
        seen: say(&finding.seen),
        advice: say(&finding.advice),
        clause,
        clause_texts,
        refs: finding.evidence.refs.clone(),
        remedies: finding.remedies.iter().map(|remedy| shown_remedy(remedy, &say)).collect(),
        ask_first: finding.ask_first,
        less: None,
    }
}

/// One step down where the person wants less of a rule, and the button with which they say so or take it
/// back. What the document forbids, and what the school has asked once more about, is not theirs to lower.
pub fn lessen(shown: &mut Shown, is_less: bool, words: &Words) {
    if shown.severity == Severity::Prohibited || shown.ask_first {
        return;
    }
    if is_less || shown.presentation > Presentation::Mark {
        let key = if is_less { "show_as_before" } else { "show_less" };
        shown.less = Some(words.text(&Message::new(key)));
    }
    if is_less {
        shown.presentation =
            if shown.presentation == Presentation::Panel { Presentation::Note } else { Presentation::Mark };
    }
}

/// A reminder with its words. Its strength is that it is one: nothing was broken.
#[must_use]
pub fn reminder(reminder: &Reminder, engine: &Engine, words: &Words) -> Shown {
    Shown { strength: words.text(&Message::new("reminder_strength")), ..finding(&reminder.finding, engine, words) }
}

/// What is exempted for whoever has this configuration: which rule is silent, until when, why and,
/// where the document says who decides, by whose decision. What is over is said too.
#[must_use]
pub fn exemptions(engine: &Engine, context: &Context, words: &Words) -> Vec<String> {
    let today = context.civil.day_text();
    let who = decides(engine, words.language());
    let mut lines = Vec::new();
    for exemption in engine.config().exemptions.iter().filter(|exemption| engine.is_on(&exemption.rule)) {
        let key = match &who {
            _ if exemption.until < today => "setup_exempt_over",
            Some(_) => "setup_exempt_by",
            None => "setup_exempt",
        };
        let line = Message::new(key)
            .with("rule", &exemption.rule)
            .with("date", day(&exemption.until, words))
            .with("purpose", &exemption.purpose)
            .with("who", who.as_deref().unwrap_or_default());
        lines.push(words.text(&line));
    }
    lines
}

/// Whom the clause about exemptions names, as a role.
fn decides(engine: &Engine, language: &str) -> Option<String> {
    let settings = engine.policy().rules.get(policy_exemption::ID)?;
    let id = settings.get("clauses")?.as_array()?.first()?.as_str()?;
    engine.role_title(engine.policy().clause(id)?.tell.first()?, language)
}

/// `YYYY-MM-DD` as day, month and year.
#[must_use]
pub fn day(date: &str, words: &Words) -> String {
    let mut parts = date.split('-');
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return date.to_owned();
    };
    let day = day.trim_start_matches('0');
    let named = Message::new(&format!("month_{month}")).with("year", year);
    words.text(&Message::new("setup_day").with("day", day).with("month", words.text(&named)))
}

/// One line, also where a document numbers nothing and its headings are long.
fn clause_label(sections: &[&str]) -> Message {
    const LONGEST: usize = 40;
    let mut distinct: Vec<&str> = Vec::new();
    for section in sections {
        if !distinct.contains(section) {
            distinct.push(section);
        }
    }
    let all = distinct.join(", ");
    match distinct.split_first() {
        None => Message::new("good_practice_label"),
        Some((first, rest)) if !rest.is_empty() && all.chars().count() > LONGEST => {
            Message::new("clause_label_more").with("sections", first).with("more", rest.len())
        }
        Some(_) => Message::new("clause_label").with("sections", all),
    }
}

fn shown_remedy(remedy: &Remedy, say: &dyn Fn(&Message) -> String) -> ShownRemedy {
    ShownRemedy {
        id: remedy.id.clone(),
        action: remedy.action,
        label: say(&remedy.label),
        primary: remedy.primary,
        refs: remedy.refs.clone(),
        text: remedy.text.as_ref().map(say),
        link: remedy.link.clone(),
        done: remedy.done.as_ref().map(say),
        caution: remedy.caution.as_ref().map(say),
    }
}

/// The same as [`text`], in the words for this site where there are some.
fn text_on(site: &str, message: &Message, engine: &Engine, words: &Words) -> String {
    match words.key_on(&message.key, site) {
        Some(key) => text(&Message { key, ..message.clone() }, engine, words),
        None => text(message, engine, words),
    }
}

/// A message in words. A parameter `role:ID` becomes the role's title, `site:ID` the site's name and
/// `clause:ID` the clause's text, each in the language of the words. Where a clause is there in
/// English only, the message that says so stands in (G15).
#[must_use]
pub fn text(message: &Message, engine: &Engine, words: &Words) -> String {
    let mut named = message.clone();
    let mut in_english = false;
    for value in named.params.values_mut() {
        if let Some(clause) = value.strip_prefix("clause:").and_then(|id| engine.policy().clause(id)) {
            in_english = clause.text.cy.is_none() && words.language().starts_with("cy");
            *value = clause.text.get(words.language()).to_owned();
        } else if let Some(role) = value.strip_prefix("role:") {
            *value = engine.role_title(role, words.language()).unwrap_or_else(|| role.to_owned());
        } else if let Some(site) = value.strip_prefix("site:") {
            let key = format!("site_{site}");
            *value = if words.has(&key) { words.text(&Message::new(&key)) } else { site.to_owned() };
        }
    }
    if in_english {
        named.key.push_str("_english");
    }
    words.text(&named)
}
