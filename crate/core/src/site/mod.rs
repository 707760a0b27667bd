//! What the worker needs of a site file, and the part of it that a page is sent.
//!
//! Site files are facts for the content script. The worker reads their headers only: which
//! hosts a site has, and which kinds of surface. A page gets the file of its own origin,
//! reduced to the surfaces that a rule watches; a host without such a surface is not covered.

pub mod changes;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::catalogue::nearest_of;
use crate::category::{APPROVED, CATEGORIES};
use crate::observation::Kind;
use crate::problem::Problem;
use crate::read::{readable, readable_words};
use crate::sorted::{ByName, Set};

/// What sort of place a site is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Webmail.
    Mail,
    /// A social network.
    Social,
    /// A chat.
    Chat,
    /// A place where files are kept.
    Files,
}

/// The header of a site file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Equal to the file name.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What sort of place it is.
    pub place: Place,
    /// Whether nothing about it may be written to disk (G9).
    #[serde(default)]
    pub personal: bool,
    /// Host names; empty for a site that only schools have of their own.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// What can be looked at.
    #[serde(default)]
    pub surfaces: Vec<SurfaceHeader>,
}

/// A surface, as the header has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurfaceHeader {
    /// Unique in the file.
    pub name: String,
    /// The kind of observation that is made there.
    pub kind: Kind,
}

readable!(Header { id "id", name "name", place "place", personal "personal", hosts "hosts", surfaces "surfaces" });
readable!(SurfaceHeader { name "name", kind "kind" });
readable_words!(Place { "mail" Mail, "social" Social, "chat" Chat, "files" Files });

/// Reads `sites/index.json`: the headers of all packaged site files.
///
/// # Errors
/// When it is not JSON of that shape.
pub fn parse_index(json: &str) -> Result<Vec<Header>, Problem> {
    crate::read::parse(json).map_err(|wrong| wrong.under("sites/index.json").problem("sites-json"))
}

/// A host name as a site file or the configuration writes it: `mail.google.com`, or
/// `*.example.org` for that name and everything under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    name: String,
    under: bool,
}

impl Host {
    /// Reads a host name. `None` when it is none, or so wide that it covers a registry.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let (name, under) = match text.strip_prefix("*.") {
            Some(rest) => (rest.to_owned(), true),
            None => (text, false),
        };
        let good_label = |label: &str| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        };
        let labels: Vec<&str> = name.split('.').collect();
        // `*.uk`, `*.sch.uk` and `*.co.uk` would be everyone's.
        let wide = under && (labels.len() < 2 || (labels.len() == 2 && labels.iter().all(|label| label.len() <= 3)));
        (name.len() <= 253 && !wide && labels.into_iter().all(good_label)).then_some(Self { name, under })
    }

    /// The same for a name that stands for everything under it too, where that is not too wide.
    #[must_use]
    pub fn tree(text: &str) -> Option<Self> {
        let name = text.trim().trim_start_matches("*.");
        Self::parse(&format!("*.{name}")).or_else(|| Self::parse(name))
    }

    /// Whether a page on this host is meant.
    #[must_use]
    pub fn covers(&self, host: &str) -> bool {
        host == self.name
            || (self.under && host.strip_suffix(self.name.as_str()).is_some_and(|before| before.ends_with('.')))
    }

    /// As a match pattern of Chrome's, for the schemes given.
    #[must_use]
    pub fn pattern(&self, scheme: &str) -> String {
        format!("{scheme}://{}{}/*", if self.under { "*." } else { "" }, self.name)
    }
}

/// Whether it is the id of a list of hosts, or of what the school approves, and of no site.
fn is_category(id: &str) -> bool {
    id == APPROVED || CATEGORIES.contains(&id)
}

/// The host of an origin or address of the web, without its port; `None` for anything else.
#[must_use]
pub fn web_host(address: &str) -> Option<(&str, String)> {
    let (scheme, rest) = address.split_once("://")?;
    if scheme != "https" && scheme != "http" {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        _ => host,
    };
    (!name.is_empty()).then(|| (scheme, name.to_lowercase()))
}

/// A site that some enabled rule watches, with the hosts where it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// Its header.
    pub header: Header,
    /// Names of the surfaces that are watched.
    pub surfaces: Vec<String>,
    /// Hosts from the site file: over HTTPS only.
    packaged: Vec<Host>,
    /// Hosts from the configuration.
    own: Vec<Host>,
}

impl Covered {
    /// Match patterns of its pages, sorted.
    #[must_use]
    pub fn patterns(&self) -> Vec<String> {
        let mut patterns: Vec<String> = self.packaged.iter().map(|host| host.pattern("https")).collect();
        patterns.extend(self.own.iter().map(|host| host.pattern("*")));
        let mut sorted = Set::new();
        for pattern in patterns {
            sorted.insert(pattern);
        }
        sorted.into_iter().collect()
    }

    fn covers(&self, scheme: &str, host: &str) -> bool {
        self.own.iter().any(|own| own.covers(host))
            || (scheme == "https" && self.packaged.iter().any(|known| known.covers(host)))
    }

    /// Whether the site file has this surface and a rule watches it.
    #[must_use]
    pub fn watches(&self, surface: &str, kind: Kind) -> bool {
        self.surfaces.iter().any(|name| name == surface) && self.kind(surface) == Some(kind)
    }

    /// The kind of a surface.
    #[must_use]
    pub fn kind(&self, surface: &str) -> Option<Kind> {
        self.header.surfaces.iter().find(|known| known.name == surface).map(|known| known.kind)
    }

    /// The site file without the surfaces that no rule watches.
    #[must_use]
    pub fn reduce(&self, mut file: Value) -> Value {
        if let Some(surfaces) = file.get_mut("surfaces").and_then(Value::as_array_mut) {
            surfaces.retain(|surface| {
                surface
                    .get("name")
                    .and_then(Value::as_str)
                    .is_some_and(|name| self.surfaces.iter().any(|watched| watched == name))
            });
        }
        file
    }
}

/// Which pages are covered, and by which site file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    sites: Vec<Covered>,
}

impl Coverage {
    /// Puts together what the site files say and what the school has set. `watches` says
    /// whether some enabled rule looks at a surface of that site, name and kind.
    #[must_use]
    pub fn new(
        headers: &[Header],
        hosts: &ByName<Vec<String>>,
        watches: impl Fn(&str, &str, Kind) -> bool,
    ) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        for site in hosts.keys().filter(|id| !is_category(id)) {
            if !headers.iter().any(|header| header.id == *site) {
                let known: Vec<&str> = headers.iter().map(|header| header.id.as_str()).collect();
                problems.push(
                    Problem::new(
                        "site-unknown",
                        &format!("hosts.{site}"),
                        &format!("the id of a site: {}", known.join(", ")),
                    )
                    .suggest(nearest_of(site, known.into_iter())),
                );
            }
        }
        let mut sites = Vec::new();
        let mut taken: Vec<(Host, &str)> = Vec::new();
        for header in headers {
            taken.extend(
                header.hosts.iter().filter_map(|host| Host::parse(host)).map(|host| (host, header.id.as_str())),
            );
        }
        for header in headers {
            let mut own = Vec::new();
            for (at, text) in hosts.get(&header.id).into_iter().flatten().enumerate() {
                let path = format!("hosts.{}[{at}]", header.id);
                let Some(host) = Host::parse(text) else {
                    problems.push(Problem::new("host", &path, "a host name such as `mail.oakfield.sch.uk`"));
                    continue;
                };
                match taken.iter().find(|(known, _)| *known == host) {
                    Some((_, other)) if *other != header.id => {
                        problems.push(Problem::new(
                            "host-twice",
                            &path,
                            &format!("a host of its own; `{text}` is `{other}` already"),
                        ));
                    }
                    _ => {
                        taken.push((host.clone(), &header.id));
                        own.push(host);
                    }
                }
            }
            let surfaces: Vec<String> = header
                .surfaces
                .iter()
                .filter(|surface| watches(&header.id, &surface.name, surface.kind))
                .map(|surface| surface.name.clone())
                .collect();
            let packaged: Vec<Host> = header.hosts.iter().filter_map(|host| Host::parse(host)).collect();
            if !surfaces.is_empty() && (!packaged.is_empty() || !own.is_empty()) {
                sites.push(Covered { header: header.clone(), surfaces, packaged, own });
            }
        }
        (Self { sites }, problems)
    }

    /// Whether some covered site has a surface of this kind that is watched.
    #[must_use]
    pub fn watches(&self, kind: Kind) -> bool {
        self.sites.iter().any(|site| site.surfaces.iter().any(|name| site.kind(name) == Some(kind)))
    }

    /// Whether a page is on a host that the school has named as its own, and of no personal place (G9).
    #[must_use]
    pub fn is_schools(&self, address: &str) -> bool {
        let Some((_, host)) = web_host(address) else { return false };
        self.site_of(address).is_some_and(|site| !site.header.personal && site.own.iter().any(|own| own.covers(&host)))
    }

    /// The sites that are covered.
    #[must_use]
    pub fn sites(&self) -> &[Covered] {
        &self.sites
    }

    /// The site of an origin or address.
    #[must_use]
    pub fn site_of(&self, address: &str) -> Option<&Covered> {
        let (scheme, host) = web_host(address)?;
        self.sites.iter().find(|site| site.covers(scheme, &host))
    }

    /// The site with this id.
    #[must_use]
    pub fn site(&self, id: &str) -> Option<&Covered> {
        self.sites.iter().find(|site| site.header.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = r#"[
        {"id":"facebook","name":"Facebook","version":1,"place":"social","personal":true,"hosts":["www.facebook.com"],
         "surfaces":[{"name":"request","kind":"connectionRequest"},{"name":"composer","kind":"postAudience"}]},
        {"id":"forum","name":"Forum","place":"social","hosts":["*.forum.example"],"surfaces":[{"name":"composer","kind":"postAudience"}]},
        {"id":"roundcube","name":"Roundcube","place":"mail","hosts":[],"surfaces":[{"name":"compose","kind":"composeMail"}]}]"#;

    fn coverage(hosts: &str, kinds: &[Kind]) -> (Coverage, Vec<String>) {
        let headers = parse_index(INDEX).unwrap_or_default();
        assert_eq!(headers.len(), 3);
        let hosts = serde_json::from_str(hosts).unwrap_or_default();
        let (coverage, problems) = Coverage::new(&headers, &hosts, |_, _, kind| kinds.contains(&kind));
        (coverage, problems.into_iter().map(|p| format!("{} {}", p.code, p.path)).collect())
    }

    fn id(coverage: &Coverage, address: &str) -> Option<String> {
        coverage.site_of(address).map(|site| site.header.id.clone())
    }

    #[test]
    fn only_sites_that_a_rule_watches_are_covered() {
        let (coverage, _) = coverage("{}", &[Kind::ConnectionRequest]);
        assert_eq!(
            coverage.sites().iter().flat_map(Covered::patterns).collect::<Vec<_>>(),
            ["https://www.facebook.com/*"]
        );
        assert_eq!(id(&coverage, "https://www.facebook.com").as_deref(), Some("facebook"));
        assert_eq!(id(&coverage, "https://a.forum.example"), None);
    }

    #[test]
    fn a_school_gives_a_site_its_hosts() {
        let (coverage, problems) = coverage(r#"{"roundcube":["mail.oakfield.sch.uk"]}"#, &[Kind::ComposeMail]);
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(
            coverage.sites().iter().flat_map(Covered::patterns).collect::<Vec<_>>(),
            ["*://mail.oakfield.sch.uk/*"]
        );
        assert_eq!(id(&coverage, "http://mail.oakfield.sch.uk:8080").as_deref(), Some("roundcube"));
        assert_eq!(id(&coverage, "https://mail.oakfield.sch.uk.evil.example"), None);
        assert_eq!(id(&coverage, "https://xmail.oakfield.sch.uk"), None);
    }

    #[test]
    fn hosts_of_nobody_and_of_somebody_else_are_problems() {
        let (coverage, problems) = coverage(
            r#"{"roundcub":["a.example"],"roundcube":["www.facebook.com","not a host","mail.oakfield.sch.uk"]}"#,
            &[Kind::ComposeMail],
        );
        assert_eq!(
            problems,
            ["site-unknown hosts.roundcub", "host-twice hosts.roundcube[0]", "host hosts.roundcube[1]"]
        );
        assert_eq!(
            coverage.sites().iter().flat_map(Covered::patterns).collect::<Vec<_>>(),
            ["*://mail.oakfield.sch.uk/*"]
        );
    }

    #[test]
    fn packaged_hosts_are_covered_over_https_only() {
        let (coverage, _) = coverage("{}", &[Kind::PostAudience]);
        assert_eq!(id(&coverage, "http://www.facebook.com"), None);
        assert_eq!(id(&coverage, "https://a.forum.example:8443/path").as_deref(), Some("forum"));
        assert_eq!(id(&coverage, "https://forum.example").as_deref(), Some("forum"));
        assert_eq!(id(&coverage, "https://notforum.example"), None);
        assert_eq!(id(&coverage, "https://www.facebook.com@evil.example/"), None);
        assert_eq!(id(&coverage, "chrome://extensions"), None);
        assert_eq!(id(&coverage, "null"), None);
    }

    #[test]
    fn a_page_is_sent_watched_surfaces_only() {
        let (coverage, _) = coverage("{}", &[Kind::ConnectionRequest]);
        let file = r#"{"id":"facebook","surfaces":[{"name":"request","within":"main"},{"name":"composer"}]}"#;
        let file = serde_json::from_str(file).unwrap_or_default();
        let reduced = coverage.site("facebook").map(|site| site.reduce(file)).unwrap_or_default();
        assert_eq!(reduced, serde_json::json!({"id":"facebook","surfaces":[{"name":"request","within":"main"}]}));
    }

    #[test]
    fn wide_and_odd_hosts_are_refused() {
        for bad in [
            "",
            "*",
            "*.uk",
            "*.sch.uk",
            "*.co.uk",
            "a b.example",
            "https://a.example",
            "a.example/x",
            "-a.example",
            "*.*.example.org",
            "ä.example",
        ] {
            assert_eq!(Host::parse(bad), None, "{bad}");
        }
        for good in ["a.example", "localhost", "127.0.0.1", "*.forum.example", "A.Example"] {
            assert!(Host::parse(good).is_some(), "{good}");
        }
    }
}
