//! Switch `policy-exemption`; its documentation is [`DOC`].

use super::options::{Options, cites, documented_options};
use super::{Case, Entry, Outcome, Rule};
use crate::catalogue::documented;
use crate::policy::Clause;

/// The switch's documentation.
const DOC: &str = r#"
## What it does

It is no warning but a switch: what the school has written under the key `exemptions` is silent, each rule for its purpose
and until its last day. The set-up line in the popup says which rule is silent, until when, why, and by whose decision where
the document names somebody. After the last day the rule speaks again, and the same line says that too.

## Why

Tudhoe's document lets the Head Teacher exempt somebody where the work needs a use that would otherwise be
unacceptable. The other documents have no such clause; a school may set the key all the same, and then
no decision is named.

## What it cannot know

Who is meant: the key has no names in it, as everybody whom a configuration reaches can read it. It holds for the group or
unit that it is delivered to, and a person is a group of one. What was agreed, and why, stays where the school keeps it.
"#;

pub(super) const ENTRY: Entry = Entry {
    id: ID,
    doc: documented(DOC),
    kinds: &[],
    options: &documented_options([cites("clauses", "Clauses that let somebody be exempted.")]),
    messages: &[],
    compile,
};

/// Its id, by which others find who decides.
pub(crate) const ID: &str = "policy-exemption";

struct Exempts;

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let clauses: Vec<Clause> = options.clauses("clauses");
    (!clauses.is_empty()).then(|| Box::new(Exempts) as Box<dyn Rule>)
}

impl Rule for Exempts {
    fn check(&self, _case: &Case<'_>) -> Outcome {
        Outcome::Nothing
    }
}
