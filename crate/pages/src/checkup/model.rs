//! What the check-up says, decided without a browser: the settings come from `checkup.json`, what good
//! looks like from the school's own thresholds.

use lanyard_core::policy::{Clause, Policy};
use serde_json::Value;

/// The rule whose options are the school's thresholds.
const SETTINGS: &str = "social-privacy-settings";
/// Clauses that ask for a look at oneself now and then.
const REVIEW: &str = "social-privacy-review";
/// Clauses on social media at work and on the school's devices.
const AT_WORK: &str = "social-use-on-school-device";

/// What the page goes through.
#[derive(Debug, Default)]
pub(crate) struct List {
    pub(crate) sites: Vec<Site>,
    /// What holds for every account.
    pub(crate) everywhere: Vec<Everywhere>,
}

/// A social site.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Its settings are in the phone's app for the most part.
    pub(crate) app: bool,
    /// A chat: no clause on social media accounts is read into it.
    chat: bool,
    /// Month in which the addresses were last held against their sources, `YYYY-MM`: the oldest.
    pub(crate) verified: String,
    pub(crate) items: Vec<Item>,
}

/// A setting.
#[derive(Debug)]
pub(crate) struct Item {
    /// What it is about: the end of its message key.
    pub(crate) what: String,
    /// The school's threshold that it falls under: a name of the rule's `of`.
    of: String,
    /// How it is set: the middle of the key of what good looks like.
    shape: String,
    /// The site's own word for it, in English.
    pub(crate) label: String,
    pub(crate) page: String,
    /// The page holds this setting; otherwise it is the nearest that is known, and one looks for the word.
    pub(crate) exact: bool,
    /// Clauses that say just this, by school.
    clauses: Value,
}

/// Something to look at for every account.
#[derive(Debug)]
pub(crate) struct Everywhere {
    pub(crate) what: String,
    /// Where to do it; empty where there is no page for it.
    pub(crate) page: String,
    rules: Vec<String>,
    clauses: Value,
}

/// How narrow a school's document asks a setting to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// It says nothing of it.
    Silent,
    /// To be thought about, without a level.
    Consider,
    NotPublic,
    /// Not public; friends of friends is doubted as well.
    NotPublicSoft,
    /// Not where pupils can see it.
    Pupils,
    FriendsOnly,
    Strictest,
}

impl Level {
    /// Its name in attributes, and the end of its message keys.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Silent => "silent",
            Self::Consider => "consider",
            Self::NotPublic => "not_public",
            Self::NotPublicSoft => "not_public_soft",
            Self::Pupils => "pupils",
            Self::FriendsOnly => "friends_only",
            Self::Strictest => "strictest",
        }
    }
}

/// What good looks like for a setting at this school.
#[derive(Debug)]
pub(crate) struct Good<'a> {
    pub(crate) level: Level,
    /// The key of the sentence.
    pub(crate) key: String,
    /// The clauses that ask for it; none where the document is silent.
    pub(crate) clauses: Vec<&'a Clause>,
}

impl List {
    /// Reads `checkup.json`; what has not its shape is left out.
    pub(crate) fn read(json: &str) -> Self {
        let all: Value = serde_json::from_str(json).unwrap_or_default();
        let sites = entries(&all, "sites").map(|site| {
            let items: Vec<&Value> = entries(site, "items").collect();
            let oldest = items.iter().map(|item| text(item, "verified")).min().unwrap_or_default();
            Site {
                id: text(site, "id"),
                name: text(site, "name"),
                app: is(site, "app"),
                chat: is(site, "chat"),
                verified: oldest.chars().take(7).collect(),
                items: items.into_iter().map(Item::read).collect(),
            }
        });
        let everywhere = entries(&all, "everywhere").map(|entry| Everywhere {
            what: text(entry, "what"),
            page: text(entry, "page"),
            rules: entries(entry, "rules").filter_map(Value::as_str).map(str::to_owned).collect(),
            clauses: entry.get("clauses").cloned().unwrap_or_default(),
        });
        Self { sites: sites.collect(), everywhere: everywhere.collect() }
    }

    /// Clauses of the self-check that nothing else on the page rests on.
    pub(crate) fn others<'a>(&self, policy: &'a Policy) -> Vec<&'a Clause> {
        let items = self.sites.iter().flat_map(|site| site.items.iter().map(move |item| item.good(site, policy)));
        let mut cited: Vec<&str> = items.flat_map(|good| good.clauses).map(|clause| clause.id.as_str()).collect();
        cited.extend(self.everywhere.iter().flat_map(|one| one.clauses(policy)).map(|clause| clause.id.as_str()));
        of_staff(policy, &[REVIEW]).filter(|clause| !cited.contains(&clause.id.as_str())).collect()
    }
}

impl Item {
    fn read(item: &Value) -> Self {
        Self {
            what: text(item, "what"),
            of: text(item, "of"),
            shape: text(item, "shape"),
            label: text(item, "label"),
            page: text(item, "page"),
            exact: is(item, "exact"),
            clauses: item.get("clauses").cloned().unwrap_or_default(),
        }
    }

    /// What good looks like, by the school's thresholds for its warnings.
    pub(crate) fn good<'a>(&self, site: &Site, policy: &'a Policy) -> Good<'a> {
        let (level, mut clauses) = if site.chat { (Level::Silent, Vec::new()) } else { self.level(&site.id, policy) };
        let own = named(&self.clauses, policy);
        if !own.is_empty() {
            clauses = own;
        }
        let key = match (self.shape.as_str(), level) {
            ("audience", level) => format!("checkup_good_audience_{}", level.id()),
            (shape @ ("on" | "off"), Level::Consider | Level::Silent) => format!("checkup_good_{shape}_{}", level.id()),
            (shape, _) => format!("checkup_good_{shape}"),
        };
        Good { level, key, clauses }
    }

    fn level<'a>(&self, site: &str, policy: &'a Policy) -> (Level, Vec<&'a Clause>) {
        let Some(rule) = policy.rules.get(SETTINGS) else { return (Level::Silent, Vec::new()) };
        if entries(rule, "sites").next().is_some() && !has(rule, "sites", site) {
            return (Level::Silent, Vec::new());
        }
        // A document that asks for the strictest level there is asks it of every setting.
        let holds = |level: &&Value| {
            has(level, "of", &self.of) || self.of.is_empty() && level.get("advice").is_some_and(|a| a == "highest")
        };
        let levels: Vec<&Value> = entries(rule, "level").filter(holds).collect();
        let hard = |audience: &str| levels.iter().any(|level| !is(level, "soft") && has(level, "audience", audience));
        let soft = levels.iter().any(|level| is(level, "soft") && has(level, "audience", "friends-of-friends"));
        let level = match levels.first().map(|level| text(level, "advice")).as_deref() {
            None => Level::Silent,
            Some("consider") => Level::Consider,
            Some("highest") => Level::Strictest,
            Some("pupils-cannot-see") => Level::Pupils,
            Some(_) if hard("friends-of-friends") => Level::FriendsOnly,
            Some(_) if soft => Level::NotPublicSoft,
            Some(_) => Level::NotPublic,
        };
        let mut clauses: Vec<&Clause> = Vec::new();
        for id in levels.iter().flat_map(|level| entries(level, "clauses")).filter_map(Value::as_str) {
            let clause = policy.clause(id).filter(|clause| !clauses.iter().any(|known| known.id == clause.id));
            clauses.extend(clause);
        }
        (level, clauses)
    }
}

impl Everywhere {
    /// The clauses that speak of it.
    pub(crate) fn clauses<'a>(&self, policy: &'a Policy) -> Vec<&'a Clause> {
        let rules: Vec<&str> = self.rules.iter().map(String::as_str).collect();
        named(&self.clauses, policy).into_iter().chain(of_staff(policy, &rules)).collect()
    }
}

/// What the document says of how private an account should be: each clause once, in its order.
pub(crate) fn asked(policy: &Policy) -> Vec<&Clause> {
    of_staff(policy, &[SETTINGS]).collect()
}

/// What it says of social media at work and on the school's devices: the links lead there.
pub(crate) fn at_work(policy: &Policy) -> Vec<&Clause> {
    of_staff(policy, &[AT_WORK]).collect()
}

fn of_staff<'a>(policy: &'a Policy, rules: &[&str]) -> impl Iterator<Item = &'a Clause> {
    let rules: Vec<String> = rules.iter().map(|&rule| rule.to_owned()).collect();
    policy.clauses.iter().filter(move |clause| clause.audience == "staff" && rules.contains(&clause.rule))
}

/// The clauses that the data names for this school's document.
fn named<'a>(by_school: &Value, policy: &'a Policy) -> Vec<&'a Clause> {
    entries(by_school, &policy.school.id).filter_map(Value::as_str).filter_map(|id| policy.clause(id)).collect()
}

fn entries<'a>(of: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    of.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn text(of: &Value, name: &str) -> String {
    of.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn is(of: &Value, name: &str) -> bool {
    of.get(name) == Some(&Value::Bool(true))
}

fn has(of: &Value, name: &str, wanted: &str) -> bool {
    entries(of, name).any(|word| word == wanted)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use lanyard_core::policy::Check;
    use lanyard_core::roster::Date;

    use super::*;
    use crate::handbook::tests::schools;
    use crate::language::tests::words;

    const JSON: &str = include_str!("../../../../extension/pages/checkup.json");
    const SCHOOLS: [&str; 5] = ["st-marylebone", "educating-for-life", "tudhoe", "droitwich-spa", "beaudesert-park"];

    fn school(id: &str) -> Policy {
        schools().into_iter().find(|policy| policy.school.id == id).unwrap()
    }

    fn good(school_id: &str, site: &str, what: &str) -> (String, Vec<String>) {
        let (list, policy) = (List::read(JSON), school(school_id));
        let site = list.sites.iter().find(|known| known.id == site).unwrap();
        let item = site.items.iter().find(|item| item.what == what).unwrap();
        let good = item.good(site, &policy);
        let key = good.key.strip_prefix("checkup_good_").unwrap().to_owned();
        (key, good.clauses.iter().map(|clause| clause.id.clone()).collect())
    }

    #[test]
    fn five_schools_five_answers_to_what_good_looks_like() {
        let table: [(&str, &str, [&str; 5]); 8] = [
            (
                "facebook",
                "posts",
                [
                    "audience_not_public_soft",
                    "audience_consider",
                    "audience_friends_only",
                    "audience_pupils",
                    "audience_strictest",
                ],
            ),
            (
                "facebook",
                "friend_list",
                ["audience_not_public", "audience_silent", "audience_silent", "audience_pupils", "audience_strictest"],
            ),
            ("facebook", "search_engines", ["off_silent", "off_silent", "off_consider", "off_silent", "off"]),
            (
                "facebook",
                "followers",
                ["audience_silent", "audience_silent", "audience_silent", "audience_silent", "audience_strictest"],
            ),
            ("instagram", "account", ["on", "on_consider", "on_silent", "on", "on"]),
            ("x", "account", ["on", "on_consider", "on_silent", "on", "on"]),
            ("linkedin", "public_profile", ["off", "off_consider", "off_silent", "off", "off"]),
            ("whatsapp", "picture", ["known"; 5]),
        ];
        for (site, what, row) in table {
            for (school, expected) in SCHOOLS.into_iter().zip(row) {
                assert_eq!(good(school, site, what).0, expected, "{school} {site} {what}");
            }
        }
    }

    #[test]
    fn each_answer_cites_the_schools_own_clause_or_none() {
        let cited = |school, site, what| good(school, site, what).1;
        assert_eq!(cited("st-marylebone", "facebook", "posts"), ["5.3.2", "2.1.5"]);
        assert_eq!(cited("educating-for-life", "instagram", "account"), ["para-9-bullet-1"]);
        assert_eq!(cited("tudhoe", "facebook", "posts"), ["app-1-privacy"]);
        assert_eq!(cited("tudhoe", "facebook", "old_posts"), ["app-1-privacy-b"]);
        assert_eq!(cited("tudhoe", "facebook", "search_engines"), ["app-1-privacy-e"]);
        assert_eq!(cited("tudhoe", "instagram", "account"), Vec::<String>::new(), "its document is about Facebook");
        assert_eq!(cited("droitwich-spa", "tiktok", "account"), ["5.2-must-1"]);
        assert_eq!(cited("beaudesert-park", "facebook", "tags"), ["app-1-privacy", "personal-social-b"]);
        for school in SCHOOLS {
            assert_eq!(cited(school, "whatsapp", "groups"), Vec::<String>::new(), "a chat is no social media account");
        }
    }

    #[test]
    fn no_answer_is_laxer_than_the_warning_of_the_same_school() {
        // Where the rule speaks of an audience, what good looks like does not allow it.
        let allows = |key: &str, audience: &str| match key {
            "audience_strictest" | "audience_friends_only" => audience != "public" && audience != "friends-of-friends",
            "audience_not_public" | "audience_not_public_soft" | "audience_pupils" => audience != "public",
            _ => true,
        };
        for id in SCHOOLS {
            let policy = school(id);
            let levels = policy.rules.get(SETTINGS).unwrap().get("level").unwrap().as_array().unwrap().clone();
            for level in levels.iter().filter(|level| !is(level, "soft") && level["advice"] != "consider") {
                for audience in entries(level, "audience").filter_map(Value::as_str).filter(|word| *word != "friends") {
                    if has(level, "of", "posts") {
                        let (key, _) = good(id, "facebook", "posts");
                        assert!(!allows(&key, audience), "{id}: {key} allows {audience}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_clause_of_the_self_check_stands_on_the_page_once_or_more_and_so_does_every_checked_setting() {
        let list = List::read(JSON);
        let mut reviewed = 0;
        for id in SCHOOLS {
            let policy = school(id);
            let mut shown: BTreeSet<String> = list.others(&policy).iter().map(|clause| clause.id.clone()).collect();
            for site in &list.sites {
                for item in &site.items {
                    shown.extend(item.good(site, &policy).clauses.iter().map(|clause| clause.id.clone()));
                }
            }
            shown.extend(list.everywhere.iter().flat_map(|one| one.clauses(&policy)).map(|clause| clause.id.clone()));
            for clause in policy.clauses.iter().filter(|clause| clause.audience == "staff") {
                let wanted = clause.rule == REVIEW
                    || clause.rule == "social-mobile-app"
                    || clause.rule == SETTINGS && clause.check == Check::Automatic;
                assert!(!wanted || shown.contains(&clause.id), "{id}: {}", clause.id);
                reviewed += usize::from(clause.rule == REVIEW);
            }
        }
        assert_eq!(reviewed, 7);
        let others = |id: &str| list.others(&school(id)).len();
        assert_eq!(SCHOOLS.map(others), [0, 0, 3, 0, 0]);
    }

    #[test]
    fn documents_that_keep_social_media_off_school_devices_are_quoted_before_the_links() {
        let count = |id: &str| at_work(&school(id)).len();
        assert_eq!(SCHOOLS.map(count), [1, 0, 1, 1, 1]);
        assert!(SCHOOLS.iter().all(|id| !asked(&school(id)).is_empty()));
    }

    #[test]
    fn every_address_is_of_its_site_has_a_source_and_a_day_and_carries_nobodys_name() {
        let all: Value = serde_json::from_str(JSON).unwrap();
        let wanted = ["facebook", "instagram", "x", "linkedin", "tiktok", "snapchat", "youtube", "whatsapp", "myspace"];
        let ids: Vec<String> = entries(&all, "sites").map(|site| text(site, "id")).collect();
        assert_eq!(ids, wanted);
        for site in entries(&all, "sites") {
            let id = text(site, "id");
            for item in entries(site, "items") {
                let page = text(item, "page");
                let host = page.strip_prefix("https://").and_then(|rest| rest.split('/').next()).unwrap_or_default();
                assert!(host.ends_with(&format!("{id}.com")), "{page}");
                assert!(!text(item, "source").is_empty(), "{page}");
                assert!(Date::parse(&text(item, "verified")).is_some(), "{page}");
                let grade = text(item, "grade");
                assert!(["A", "B", "C"].contains(&grade.as_str()), "{page}");
                assert!(!is(item, "exact") || grade != "C", "{page}: too weak to be called exact");
                assert!(is(item, "exact") || !text(item, "label").is_empty() || text(item, "what") == "old_account");
            }
        }
        for one in entries(&all, "everywhere") {
            // G6: a search begins with an empty box.
            assert!(["", "https://www.google.com/"].contains(&text(one, "page").as_str()));
        }
    }

    #[test]
    fn clauses_that_the_data_names_are_there() {
        let all: Value = serde_json::from_str(JSON).unwrap();
        let items = entries(&all, "sites").flat_map(|site| entries(site, "items")).chain(entries(&all, "everywhere"));
        let mut seen = 0;
        for (id, ids) in items.filter_map(|item| item.get("clauses")?.as_object()).flatten() {
            for clause in ids.as_array().unwrap() {
                assert!(school(id).clause(clause.as_str().unwrap()).is_some(), "{id} {clause}");
                seen += 1;
            }
        }
        assert!(seen > 3);
    }

    #[test]
    fn every_word_of_the_page_is_there_in_both_languages() {
        let list = List::read(JSON);
        let mut keys: BTreeSet<String> = BTreeSet::new();
        for id in SCHOOLS {
            let policy = school(id);
            for site in &list.sites {
                for item in &site.items {
                    keys.insert(format!("checkup_what_{}", item.what));
                    keys.insert(item.good(site, &policy).key);
                }
            }
        }
        for one in &list.everywhere {
            keys.extend([format!("checkup_do_{}", one.what), format!("checkup_do_{}_more", one.what)]);
            keys.extend((!one.page.is_empty()).then(|| format!("checkup_do_{}_open", one.what)));
        }
        let source = [include_str!("view.rs"), include_str!("mod.rs")].concat();
        let literal = source.split('"').skip(1).step_by(2).filter(|word| {
            word.starts_with("checkup_")
                && word.chars().all(|c| c.is_ascii_lowercase() || c == '_')
                && !word.ends_with('_')
        });
        keys.extend(literal.map(str::to_owned));
        assert!(keys.len() > 70, "{}", keys.len());
        for key in keys {
            assert!(words("en").has(&key) && words("cy").has(&key), "{key}");
        }
    }

    #[test]
    fn a_schools_own_document_without_thresholds_has_good_practice_alone() {
        let mut policy = school("st-marylebone");
        policy.rules.remove(SETTINGS);
        policy.school.id = "hilltop".to_owned();
        let list = List::read(JSON);
        for site in &list.sites {
            for item in &site.items {
                let good = item.good(site, &policy);
                assert!(good.level == Level::Silent && good.clauses.is_empty(), "{} {}", site.id, item.what);
            }
        }
    }

    #[test]
    fn what_is_no_list_is_an_empty_page_and_no_panic() {
        for json in ["", "[]", r#"{"sites":5}"#, r#"{"sites":[{"items":[{}]}],"everywhere":[{}]}"#] {
            let list = List::read(json);
            assert!(list.others(&school("tudhoe")).len() <= 7);
        }
    }
}
