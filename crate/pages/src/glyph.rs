//! Signs. The four of the strengths differ in outline, so that colour says nothing alone.

use lanyard_core::finding::Severity;

use crate::dom::{Dom, Drawn, fill};

/// The sign of a strength.
pub(crate) fn severity(dom: &Dom, severity: Severity) -> Drawn {
    let svg = dom.svg(
        "svg",
        &[("class", "ln-glyph"), ("viewBox", "0 0 20 20"), ("aria-hidden", "true"), ("focusable", "false")],
    )?;
    let (outline, sign): (&str, &str) = match severity {
        Severity::Prohibited => {
            ("M6.3 1.2h7.4l5.1 5.1v7.4l-5.1 5.1H6.3l-5.1-5.1V6.3z", "M7 6h2.2v8H7zM10.8 6H13v8h-2.2z")
        }
        Severity::Required => (
            "M8.7 1.3a1.8 1.8 0 0 1 2.6 0l7.4 7.4a1.8 1.8 0 0 1 0 2.6l-7.4 7.4a1.8 1.8 0 0 1-2.6 0l-7.4-7.4a1.8 1.8 0 0 1 0-2.6z",
            "M8.9 5h2.2v6.2H8.9zM8.9 12.8h2.2V15H8.9z",
        ),
        Severity::Advised => ("M10 1a9 9 0 1 1 0 18 9 9 0 0 1 0-18z", "M8.9 4.8h2.2V7H8.9zM8.9 8.6h2.2V15H8.9z"),
        Severity::Informational => {
            let page = dom.svg(
                "path",
                &[("class", "outline"), ("d", "M5 1.9h7l3.6 3.6v12.6H5zM8 8.6h4.8M8 11.5h4.8M8 14.4h3")],
            )?;
            fill(&svg, &[&page])?;
            return Ok(svg);
        }
    };
    fill(
        &svg,
        &[
            &dom.svg("path", &[("class", "shape"), ("d", outline)])?,
            &dom.svg("path", &[("class", "sign"), ("d", sign)])?,
        ],
    )?;
    Ok(svg)
}

/// A small drawn icon.
pub(crate) fn icon(dom: &Dom, name: Icon) -> Drawn {
    let svg = dom.svg(
        "svg",
        &[("class", "ln-icon"), ("viewBox", "0 0 16 16"), ("aria-hidden", "true"), ("focusable", "false")],
    )?;
    let path = match name {
        Icon::Check => "M2.5 8.5 6 12l7.5-8",
        Icon::Screen => "M1.8 3h12.4v8H1.8zM5 14h6",
        Icon::Looked => {
            "M1 8s2.6-4.3 7-4.3S15 8 15 8s-2.6 4.3-7 4.3S1 8 1 8zM8 6.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6z"
        }
        Icon::NotChecked => "M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8zM5 8h6",
        Icon::Attention => "M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8zM8 4.8v3.9M8 11v.2",
        Icon::Search => "M7 2.2a4.8 4.8 0 1 1 0 9.6 4.8 4.8 0 0 1 0-9.6zM10.6 10.6 14 14",
        Icon::Page => "M4 1.8h5.5L12.5 5v9.2H4zM6.3 7.6h4M6.3 10h4",
        Icon::Unseen => "M1 8s2.6-4.3 7-4.3S15 8 15 8s-2.6 4.3-7 4.3S1 8 1 8zM3 13.5 13 2.5",
        Icon::Bell => "M4 11V7a4 4 0 0 1 8 0v4l1.2 1.4H2.8zM6.7 14.2h2.6",
    };
    fill(&svg, &[&dom.svg("path", &[("d", path)])?])?;
    Ok(svg)
}

/// The small icons.
#[derive(Clone, Copy)]
pub(crate) enum Icon {
    /// On, working.
    Check,
    /// A screen that others see.
    Screen,
    /// Looked at.
    Looked,
    /// Not checked.
    NotChecked,
    /// Something to put right.
    Attention,
    /// Warnings speak.
    Bell,
    /// To be looked for.
    Search,
    /// Something to read.
    Page,
    /// Not to be seen.
    Unseen,
}

/// Lanyard's own mark: a badge on a ribbon.
pub(crate) fn mark(dom: &Dom) -> Drawn {
    let svg = dom
        .svg("svg", &[("class", "brand"), ("viewBox", "0 0 16 16"), ("aria-hidden", "true"), ("focusable", "false")])?;
    let badge = "M2.2 0h2.5L8 4.3 11.3 0h2.5L9.3 5.8V6H11a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h1.7v-.2zM6 7v1h4V7zM5 10v1h6v-1zM5 12v1h4v-1z";
    fill(&svg, &[&dom.svg("path", &[("fill-rule", "evenodd"), ("d", badge)])?])?;
    Ok(svg)
}
