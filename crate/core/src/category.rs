//! Lists of hosts by category, and what an address says by them.
//!
//! The lists are data, fetched by the worker only where a rule of the school asks for one. An
//! address goes in; what comes out is the host, its lists and the sort of page. The school's
//! own entries stand above the packaged ones, and what is protected is on no list (G10).

use serde_json::Value;

use crate::observation::Page;
use crate::problem::Problem;
use crate::read::Readable;
use crate::site::{Host, web_host};
use crate::sorted::ByName;

/// The categories, by id. A rule names the ones that it looks at.
pub const CATEGORIES: [&str; 20] = [
    "adult",
    "assistants",
    "blogs",
    "chat",
    "consent",
    "dating",
    "file-stores",
    "games",
    "installers",
    "leisure",
    "news",
    "private-work",
    "proxies",
    "records",
    "references",
    "rippers",
    "shops",
    "social",
    "stores",
    "webmail",
];

/// The key of `hosts` for sites that the school has approved: they are on no list at all.
pub const APPROVED: &str = "approved";

/// What an address says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Host name.
    pub host: String,
    /// Ids of the lists that it is on.
    pub categories: Vec<String>,
    /// The sort of page.
    pub page: Page,
}

/// The lists that a school's rules ask for, with the school's own entries.
#[derive(Clone, Debug, Default)]
pub struct Categories {
    lines: Vec<Line>,
    /// The school's own hosts, and the lists that it puts them on: none where it approves of them.
    own: Vec<(Host, Option<&'static str>)>,
}

/// A host of a list; or, with a page, an address of a host that is of some sort.
#[derive(Clone, Debug)]
struct Line {
    list: &'static str,
    host: Host,
    page: Option<(Page, String)>,
}

/// In place of a path: an address that holds another address.
const CARRIES: &str = "@";

/// In place of a host: those that the school has put on the list itself.
const OWN: &str = "own";

impl Categories {
    /// The lists in `wanted`, with what the school has set in `hosts`. `text` is the packaged
    /// `sites/categories.txt`, one fact a line:
    ///
    /// ```text
    /// protected *.nhs.uk
    /// games poki.com
    /// games poki.com play /*/g/*
    /// proxies *.proxysite.com relay @
    /// proxies own relay @
    /// ```
    #[must_use]
    pub fn new(text: &str, hosts: &ByName<Vec<String>>, wanted: &[&'static str]) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut own = Vec::new();
        for (id, names) in hosts.iter() {
            let list = CATEGORIES.into_iter().find(|known| known == id);
            if list.is_none() && id != APPROVED {
                continue;
            }
            for (at, name) in names.iter().enumerate() {
                let path = format!("hosts.{id}[{at}]");
                match Host::tree(name) {
                    None => problems.push(Problem::new("host", &path, "a host name such as `www.example.org`")),
                    Some(_) if list.is_some() && is_protected(text, name) => problems.push(Problem::new(
                        "host-protected",
                        &path,
                        "a host that may be on a list; sites of health, faith, unions and LGBT+ people are on none",
                    )),
                    // A host that is the school's own is on the lists that the school puts it on, only.
                    Some(host) => own.push((host, list)),
                }
            }
        }
        let line = |line: &str| {
            let mut words = line.split(' ');
            let list = words.next()?;
            let list = wanted.iter().find(|known| **known == list)?;
            let host = Host::parse(words.next()?)?;
            let page = words.next().and_then(|word| Page::read(Value::String(word.to_owned())).ok());
            let page = page.zip(words.next()).map(|(page, path)| (page, path.to_owned()));
            Some(Line { list, host, page })
        };
        own.retain(|(_, list)| list.is_none_or(|id| wanted.contains(&id)));
        (Self { lines: text.lines().filter_map(line).collect(), own }, problems)
    }

    /// The same, with hosts that are off as if the school approved of them.
    #[must_use]
    pub fn without(mut self, hosts: &[String]) -> Self {
        self.own.extend(hosts.iter().filter_map(|name| Host::parse(name)).map(|host| (host, None)));
        self
    }

    /// What an address of the web says, where its host is on some list.
    #[must_use]
    pub fn told(&self, address: &str) -> Option<Told> {
        let (_, host) = web_host(address)?;
        let path = path_of(address);
        let mut categories: Vec<String> = Vec::new();
        let mut page = Page::Plain;
        let own = || self.own.iter().filter(|(known, _)| known.covers(&host));
        // Approved anywhere, approved everywhere.
        if own().any(|(_, list)| list.is_none()) {
            return None;
        }
        let mut add = |list: &str| {
            if !categories.iter().any(|known| known == list) {
                categories.push(list.to_owned());
            }
        };
        own().for_each(|(_, list)| add(list.unwrap_or_default()));
        let is_own = own().next().is_some();
        let name = if is_own { OWN } else { &host };
        for line in self.lines.iter().filter(|line| line.host.covers(name)) {
            match &line.page {
                None => add(line.list),
                Some(_) if is_own && !own().any(|(_, list)| *list == Some(line.list)) => {}
                Some((sort, pattern)) if page == Page::Plain && fits(pattern, path, address) => page = *sort,
                Some(_) => {}
            }
        }
        (!categories.is_empty()).then_some(Told { host, categories, page })
    }

    /// Match patterns of all hosts on the lists, without those that are approved by name.
    #[must_use]
    pub fn patterns(&self) -> Vec<String> {
        let packaged = self.lines.iter().filter(|line| line.page.is_none()).map(|line| &line.host);
        let own = self.own.iter().filter(|(_, list)| list.is_some()).map(|(host, _)| host);
        let mut patterns: Vec<String> = Vec::new();
        for host in packaged.chain(own) {
            let pattern = host.pattern("*");
            let approved = self.own.iter().any(|(known, list)| list.is_none() && known == host);
            if !approved && !patterns.contains(&pattern) {
                patterns.push(pattern);
            }
        }
        patterns
    }
}

/// Whether a host name, or one with `*.` before it, may be on no list (G10). Wide names such as
/// `*.nhs.uk` are meant here, so these are no [`Host`]s.
#[must_use]
pub fn is_protected(text: &str, name: &str) -> bool {
    let name = name.trim().trim_start_matches("*.").to_lowercase();
    text.lines().filter_map(|line| line.strip_prefix("protected ")).any(|kept| match kept.strip_prefix("*.") {
        Some(tree) => name.strip_suffix(tree).is_some_and(|before| before.is_empty() || before.ends_with('.')),
        None => name == kept,
    })
}

fn fits(pattern: &str, path: &str, address: &str) -> bool {
    if pattern == CARRIES {
        return carries_address(address);
    }
    // `/help/**` means `/help` as well.
    matches(pattern, path) || pattern.strip_suffix("/**").is_some_and(|folder| matches(folder, path))
}

/// The path of an address, without query and fragment.
fn path_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/");
    path.split(['?', '#']).next().unwrap_or("/")
}

/// Whether another address travels inside this one, as it does through a proxy on the web.
fn carries_address(address: &str) -> bool {
    let inside = address.split_once("://").map_or("", |(_, rest)| rest).to_lowercase();
    ["http:/", "https:/", "http%3a", "https%3a", "=ahr0c", "/ahr0c"].iter().any(|sign| inside.contains(sign))
}

/// Whether a path has the shape of a pattern.
fn matches(pattern: &str, path: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return pattern == path };
    let Some(rest) = path.strip_prefix(before) else { return false };
    let (after, deep) = match after.strip_prefix('*') {
        Some(after) => (after, true),
        None => (after, false),
    };
    let run = if deep { rest.len() } else { rest.find('/').unwrap_or(rest.len()) };
    (0..=run).any(|at| rest.get(at..).is_some_and(|left| matches(after, left)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTS: &str = "protected *.nhs.example
protected union.example
games *.arcade.example
games play.example
games *.arcade.example play /game/*
games *.arcade.example play /en/*/play/**
games own play /**
proxies *.relay.example
proxies *.relay.example relay @
shops www.shop.example
shops play.example
shops www.shop.example checkout /buy/**
";

    fn categories(hosts: &str, wanted: &[&'static str]) -> (Categories, Vec<String>) {
        let (categories, problems) = Categories::new(LISTS, &serde_json::from_str(hosts).unwrap_or_default(), wanted);
        (categories, problems.into_iter().map(|problem| format!("{} {}", problem.code, problem.path)).collect())
    }

    fn says(categories: &Categories, address: &str) -> String {
        categories
            .told(address)
            .map_or("-".to_owned(), |told| format!("{} {} {:?}", told.host, told.categories.join("+"), told.page))
    }

    #[test]
    fn only_wanted_lists_say_anything() {
        let (all, problems) = categories("{}", &["games", "shops"]);
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(says(&all, "https://www.arcade.example/about"), "www.arcade.example games Plain");
        assert_eq!(says(&all, "https://play.example/"), "play.example games+shops Plain");
        assert_eq!(says(&all, "https://x.relay.example/?u=http://a.example"), "-");
        assert_eq!(says(&all, "https://arcade.example.evil.example/"), "-");
        assert_eq!(says(&all, "chrome://extensions"), "-");
        assert_eq!(all.patterns(), ["*://*.arcade.example/*", "*://play.example/*", "*://www.shop.example/*"]);
        assert_eq!(says(&all.without(&["play.example".to_owned()]), "https://play.example/"), "-");
    }

    #[test]
    fn a_path_says_what_sort_of_page_it_is() {
        let (all, _) = categories("{}", &["games", "proxies", "shops"]);
        for (address, page) in [
            ("https://arcade.example/game/snake?from=ad#top", "Play"),
            ("https://arcade.example/game/snake/review", "Plain"),
            ("https://arcade.example/en/snake/play/1/2", "Play"),
            ("https://arcade.example/en/a/b/play/1", "Plain"),
            ("https://www.shop.example/buy/pay", "Checkout"),
            ("https://www.shop.example/buy", "Checkout"),
            ("https://www.shop.example/buyer", "Plain"),
            ("https://www.shop.example/basket", "Plain"),
            ("https://play.example/buy/pay", "Plain"),
            ("https://www.relay.example/", "Plain"),
            ("https://www.relay.example/about-http", "Plain"),
            ("https://www.relay.example/browse?u=https%3A%2F%2Fa.example", "Relay"),
            ("https://www.relay.example/?__c=aHR0cHM6Ly9h", "Relay"),
            ("https://www.relay.example/https://a.example/", "Relay"),
        ] {
            assert!(says(&all, address).ends_with(page), "{address}: {}", says(&all, address));
        }
    }

    #[test]
    fn the_schools_own_entry_wins() {
        let hosts = r#"{"approved":["arcade.example"],"games":["www.shop.example","fun.example"],"roundcube":["mail.example"]}"#;
        let (all, problems) = categories(hosts, &["games", "shops"]);
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(says(&all, "https://kids.arcade.example/game/snake"), "-");
        assert_eq!(says(&all, "https://www.shop.example/buy/pay"), "www.shop.example games Play");
        assert_eq!(says(&all, "http://a.fun.example/"), "a.fun.example games Play");
        assert!(!all.patterns().contains(&"*://*.arcade.example/*".to_owned()));
        assert!(all.patterns().contains(&"*://*.fun.example/*".to_owned()));
    }

    #[test]
    fn an_own_list_without_a_packaged_one_works() {
        let hosts = serde_json::from_str(r#"{"private-work":["marking.example"]}"#).unwrap_or_default();
        let (all, _) = Categories::new("", &hosts, &["private-work"]);
        assert_eq!(says(&all, "https://marking.example/"), "marking.example private-work Plain");
    }

    #[test]
    fn g10_what_is_protected_is_on_no_list_of_the_schools_either() {
        let hosts = r#"{"adult":["clinic.nhs.example","union.example","other.example"]}"#;
        let (all, problems) = categories(hosts, &["adult"]);
        assert_eq!(problems, ["host-protected hosts.adult[0]", "host-protected hosts.adult[1]"]);
        assert_eq!(says(&all, "https://clinic.nhs.example/"), "-");
        assert_eq!(says(&all, "https://other.example/"), "other.example adult Plain");
    }
}
