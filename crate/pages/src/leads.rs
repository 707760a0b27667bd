//! The way from one page of ours to the others.

use crate::dom::{Drawn, fill, set};
use crate::pen::Pen;

/// A page that staff can open.
struct Lead {
    page: &'static str,
    /// Words of the link.
    key: &'static str,
    /// Whether it is about the tab that somebody comes from.
    of_tab: bool,
    /// Whether it is of use where no policy is in force.
    always: bool,
}

const LEADS: [Lead; 5] = [
    Lead { page: "concern.html", key: "popup_concern", of_tab: true, always: false },
    Lead { page: "handbook.html", key: "popup_handbook", of_tab: false, always: false },
    Lead { page: "checkup.html", key: "popup_checkup", of_tab: false, always: false },
    Lead { page: "sees.html", key: "popup_sees", of_tab: true, always: true },
    Lead { page: "first.html", key: "popup_first", of_tab: false, always: false },
];

impl Pen<'_> {
    /// The foot of a page that is about the school's policy: these lines, and the way to the other pages.
    pub(crate) fn footer(&self, here: &str, lines: &[&str]) -> Drawn {
        let footer = self.dom.element("footer", "foot muted")?;
        for line in lines {
            fill(&footer, &[&self.dom.text("p", "", &self.say(line))?])?;
        }
        if let Some(leads) = self.leads(true, None, here)? {
            fill(&footer, &[&leads])?;
        }
        Ok(footer)
    }

    /// Links to the pages, but for the one that somebody is on; `None` where there is none.
    pub(crate) fn leads(&self, active: bool, tab: Option<i32>, here: &str) -> Drawn<Option<web_sys::Element>> {
        let leads: Vec<&Lead> = LEADS.iter().filter(|lead| (active || lead.always) && lead.page != here).collect();
        if leads.is_empty() {
            return Ok(None);
        }
        let nav = self.dom.element("nav", "leads")?;
        set(&nav, &[("aria-label", &self.say("page_leads"))])?;
        let list = self.dom.element("ul", "")?;
        for lead in leads {
            let page = match tab {
                Some(tab) if lead.of_tab => format!("{}?tab={tab}", lead.page),
                _ => lead.page.to_owned(),
            };
            let item = self.dom.element("li", "")?;
            fill(&item, &[&self.link(&page, &self.say(lead.key))?])?;
            fill(&list, &[&item])?;
        }
        fill(&nav, &[&list])?;
        Ok(Some(nav))
    }
}
