//! The key `hosts`: names of the school's own for sites that have none, or more of them.

use serde_json::Value;

use super::{Reader, short};
use crate::problem::Problem;
use crate::read::json;
use crate::sorted::ByName;

impl Reader<'_> {
    pub(super) fn hosts(&mut self) -> ByName<Vec<String>> {
        let mut hosts = ByName::new();
        for (site, value) in self.object("hosts") {
            let path = format!("hosts.{site}");
            let Value::Array(items) = value else {
                self.problem(Problem::new("hosts", &path, "an array of host names"));
                continue;
            };
            let mut names = Vec::new();
            for (at, item) in items.into_iter().enumerate() {
                match item.as_str().map(str::to_lowercase) {
                    Some(host) if is_host(&host) => names.push(host),
                    _ => self.problem(
                        Problem::new(
                            "host",
                            &format!("{path}[{at}]"),
                            &format!("a host name such as `mail.oakfield.sch.uk`; found `{}`", short(&json(&item))),
                        )
                        .suggest(Some("no scheme, no port, no path, no `*`".to_owned())),
                    ),
                }
            }
            hosts.insert(site, names);
        }
        hosts
    }
}

/// A host name: letters, digits, hyphens and dots, or an IPv4 address. No scheme, port or star.
pub(super) fn is_host(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 253
        && text.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        })
}
