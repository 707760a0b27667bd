//! Makes elements. Texts go in as text nodes only.

use wasm_bindgen::JsValue;
use web_sys::{Document, Element};

pub(crate) type Drawn<T = Element> = Result<T, JsValue>;

const SVG: &str = "http://www.w3.org/2000/svg";

/// Makes elements of one document.
#[derive(Clone)]
pub(crate) struct Dom {
    pub(crate) document: Document,
}

impl Dom {
    /// An element with a class.
    pub(crate) fn element(&self, tag: &str, class: &str) -> Drawn {
        let element = self.document.create_element(tag)?;
        if !class.is_empty() {
            element.set_class_name(class);
        }
        Ok(element)
    }

    /// An element with a class and a text.
    pub(crate) fn text(&self, tag: &str, class: &str, text: &str) -> Drawn {
        let element = self.element(tag, class)?;
        element.set_text_content(Some(text));
        Ok(element)
    }

    /// An element of a drawing.
    pub(crate) fn svg(&self, tag: &str, attributes: &[(&str, &str)]) -> Drawn {
        let element = self.document.create_element_ns(Some(SVG), tag)?;
        set(&element, attributes)?;
        Ok(element)
    }

    /// Text whose one value from outside stands in a `<bdi>`, so that a host name keeps its
    /// own direction. `hole` is what stands for the value in `text`.
    pub(crate) fn isolated(&self, tag: &str, class: &str, text: &str, hole: char, value: &str) -> Drawn {
        let element = self.element(tag, class)?;
        for (at, part) in text.split(hole).enumerate() {
            if at > 0 {
                element.append_child(&*self.text("bdi", "", value)?)?;
            }
            element.append_child(&self.document.create_text_node(part))?;
        }
        Ok(element)
    }
}

/// Sets attributes.
pub(crate) fn set(element: &Element, attributes: &[(&str, &str)]) -> Drawn<()> {
    attributes.iter().try_for_each(|(name, value)| element.set_attribute(name, value))
}

/// Puts children in, in order.
pub(crate) fn fill(parent: &Element, children: &[&Element]) -> Drawn<()> {
    children.iter().try_for_each(|child| parent.append_child(child).map(drop))
}
