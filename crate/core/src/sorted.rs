//! Small maps and sets, as sorted lists.
//!
//! What the core holds by name are dozens of things, read far more often than changed. A
//! `BTreeMap` costs some 4 KB of Wasm for every pair of types, its removal half of that; these
//! cost a few hundred bytes, and their order is the same.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Values by name, in the order of the names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByName<V>(Vec<(String, V)>);

impl<V> Default for ByName<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V> ByName<V> {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn at(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.as_str().cmp(name))
    }

    /// The value of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&V> {
        self.at(name).ok().and_then(|at| self.0.get(at)).map(|(_, value)| value)
    }

    /// The value of this name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut V> {
        self.at(name).ok().and_then(|at| self.0.get_mut(at)).map(|(_, value)| value)
    }

    /// Whether there is one.
    #[must_use]
    pub fn contains_key(&self, name: &str) -> bool {
        self.at(name).is_ok()
    }

    /// Puts a value in, in place of one of the same name.
    pub fn insert(&mut self, name: String, value: V) {
        match self.at(&name) {
            Ok(at) => {
                if let Some(entry) = self.0.get_mut(at) {
                    entry.1 = value;
                }
            }
            Err(at) => self.0.insert(at, (name, value)),
        }
    }

    /// Takes a value out.
    pub fn remove(&mut self, name: &str) -> Option<V> {
        self.at(name).ok().map(|at| self.0.remove(at).1)
    }

    /// Names and values, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&String, &V)> {
        self.0.iter().map(|(name, value)| (name, value))
    }

    /// The names, in order.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(name, _)| name)
    }

    /// The values, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.0.iter_mut().map(|(_, value)| value)
    }

    /// The values, in the order of their names.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }

    /// Names and values from the first name that is not before `from`.
    pub fn from(&self, from: &str) -> impl Iterator<Item = (&String, &V)> {
        let (Ok(at) | Err(at)) = self.at(from);
        self.0.get(at..).unwrap_or_default().iter().map(|(name, value)| (name, value))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<V> Extend<(String, V)> for ByName<V> {
    fn extend<I: IntoIterator<Item = (String, V)>>(&mut self, entries: I) {
        for (name, value) in entries {
            self.insert(name, value);
        }
    }
}

impl<V> FromIterator<(String, V)> for ByName<V> {
    fn from_iter<I: IntoIterator<Item = (String, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        map.extend(entries);
        map
    }
}

impl<V, const N: usize> From<[(String, V); N]> for ByName<V> {
    fn from(entries: [(String, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl<V> IntoIterator for ByName<V> {
    type Item = (String, V);
    type IntoIter = std::vec::IntoIter<(String, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<V: Serialize> Serialize for ByName<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for ByName<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BTreeMap::deserialize(deserializer).map(|map| map.into_iter().collect())
    }
}

/// Different things, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set<T>(Vec<T>);

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Ord> Set<T> {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts one in; whether it is new.
    pub fn insert(&mut self, one: T) -> bool {
        match self.0.binary_search(&one) {
            Ok(_) => false,
            Err(at) => {
                self.0.insert(at, one);
                true
            }
        }
    }

    /// Whether it is there.
    #[must_use]
    pub fn contains<Q: PartialEq + ?Sized>(&self, one: &Q) -> bool
    where
        T: std::borrow::Borrow<Q>,
    {
        self.0.iter().any(|known| known.borrow() == one)
    }

    /// All of them, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Ord> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        let mut set = Self::new();
        for one in all {
            set.insert(one);
        }
        set
    }
}

impl<T: Ord, const N: usize> From<[T; N]> for Set<T> {
    fn from(all: [T; N]) -> Self {
        all.into_iter().collect()
    }
}

impl<T> IntoIterator for Set<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Takes a value out of a JSON object. What is left of the object is not to be looked at: the
/// key stays there, with null. (Removal from a `BTreeMap` is 3 KB of Wasm.)
pub fn take(object: &mut Map<String, Value>, name: &str) -> Option<Value> {
    object.get_mut(name).map(Value::take)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn they_are_what_a_btree_would_be(steps in prop::collection::vec((any::<bool>(), "[a-c]{0,3}", any::<u8>()), 0..60)) {
            let (mut map, mut tree) = (ByName::new(), BTreeMap::new());
            let (mut set, mut tree_set) = (Set::new(), BTreeSet::new());
            for (put, name, value) in steps {
                if put {
                    map.insert(name.clone(), value);
                    tree.insert(name.clone(), value);
                    prop_assert_eq!(set.insert(name.clone()), tree_set.insert(name.clone()));
                } else {
                    prop_assert_eq!(map.remove(&name), tree.remove(&name));
                }
                prop_assert!(map.iter().eq(tree.iter()) && set.iter().eq(tree_set.iter()));
                prop_assert!(map.from(&name).eq(tree.range(name.clone()..)));
                prop_assert_eq!(map.get(&name), tree.get(&name));
                prop_assert_eq!((set.contains(&name), map.len()), (tree_set.contains(&name), tree.len()));
            }
            let json = serde_json::to_string(&map).unwrap();
            prop_assert_eq!(&json, &serde_json::to_string(&tree).unwrap());
            prop_assert_eq!(serde_json::from_str::<ByName<u8>>(&json).unwrap(), map);
        }
    }
}
