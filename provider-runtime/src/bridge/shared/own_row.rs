//! What the runtime answers in the rows of an author's table, and what it derives for him there:
//! the same as on the objects that the rows show. Which properties these are is a kind's own, see
//! [`Content`].

use super::content::{Content, Opens};
use crate::lent::EntryId;
use crate::logon::kind::Provider;
use crate::logon::open_value::{OpenTable, RowKind};
use crate::logon::state::LogonState;
use log::Level;
use provider_abi::access::Access;
use provider_abi::entry_id;
use provider_abi::error::Result;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use provider_abi::table::{OwnColumns, Restriction, by_key};
use provider_abi::wanted::Wanted;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// A column that the runtime gives, and how it answers for the row with a key.
pub(crate) type RowColumn<P> = (PropTag, fn(&OwnRow<'_, P>, &[u8], PropTag, &mut Wanted<'_>));

/// What a row has that its author does not say otherwise.
pub(crate) type Default = (PropTag, fn() -> PropValue);

/// A column that an author gives, with its name and the rule that asks for it.
#[cfg(debug_assertions)]
pub(crate) type AuthorColumn = (PropTag, &'static str, &'static str);

/// The rows of one table, while the provider is lent.
pub(crate) struct OwnRow<'a, P: Provider> {
    pub(in crate::bridge) logon: &'a Arc<LogonState<P>>,
    pub(in crate::bridge) provider: &'a P,
    pub(in crate::bridge) table: &'a OpenTable<P>,
}

impl<P: Opens> OwnRow<'_, P> {
    /// PR_ENTRYID of the object with this key.
    pub(in crate::bridge) fn entry(&self, key: &[u8]) -> Vec<u8> {
        entry_id::long_term(&self.logon.uid(), key)
    }

    fn shows_objects(&self) -> bool {
        matches!(self.table.kind, RowKind::Contents | RowKind::Hierarchy | RowKind::Tree | RowKind::Queue)
    }

    /// The value of a default, if the column has one.
    fn default_of(&self, tag: PropTag) -> Option<PropValue> {
        let mut defaults = P::Opened::defaults(self.table.kind).iter();
        defaults.find(|(other, _)| other.id() == tag.id()).map(|(_, value)| value())
    }

    /// Says in the log, once for a table, which columns its author has left out (REQ-11 and
    /// others).
    #[cfg(debug_assertions)]
    fn name_missing(&self, wanted: &Wanted<'_>) {
        let own = P::Opened::of_author(self.table.kind);
        let missing: Vec<_> = own.iter().filter(|(tag, ..)| wanted.wants(*tag)).collect();
        if missing.is_empty() || self.table.is_missing_named.swap(true, Ordering::Relaxed) {
            return;
        }
        let names: Vec<_> = missing.iter().map(|(_, name, rule)| format!("{name} ({rule})")).collect();
        let text = format!("rows of {:?} lack {}", self.table.kind, names.join(", "));
        self.logon.link.host.log(Level::Warn, &text);
    }

    /// The object that a row shows.
    fn open(&self, key: &[u8]) -> Result<P::Opened> {
        P::Opened::ask(self.provider, (!key.is_empty()).then_some(EntryId(key)), Access::Read)
    }
}

impl<P: Opens> OwnColumns for OwnRow<'_, P> {
    fn columns(&self) -> Vec<PropTag> {
        let kind = self.table.kind;
        let mut columns = Vec::new();
        P::Opened::row_columns(kind).iter().for_each(|(tag, _)| columns.push(*tag));
        P::Opened::defaults(kind).iter().for_each(|(tag, _)| columns.push(*tag));
        columns.extend_from_slice(P::Opened::derived(kind));
        columns
    }

    fn answer(&self, key: &[u8], wanted: &mut Wanted<'_>) {
        let columns = P::Opened::row_columns(self.table.kind);
        while let Some(tag) = wanted.next_place() {
            if let Some((given, answer)) = columns.iter().find(|(given, _)| given.id() == tag.id()) {
                answer(self, key, *given, wanted);
            }
        }
    }

    fn complete(&self, key: &[u8], wanted: &mut Wanted<'_>) {
        #[cfg(debug_assertions)]
        self.name_missing(wanted);
        for (tag, value) in P::Opened::defaults(self.table.kind) {
            if wanted.wants(*tag) {
                wanted.value(*tag, &value());
            }
        }
        let is_derived = P::Opened::derived(self.table.kind).iter().any(|tag| wanted.wants(*tag));
        if !is_derived || !self.shows_objects() {
            return;
        }
        let left =
            self.table.completions.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        if left.is_ok()
            && let Ok(object) = self.open(key)
        {
            let _ = wanted.ask(|wanted| object.properties().get_many(self.provider, wanted));
            object.derive(self.provider, key, wanted);
        }
    }

    fn warn(&self, misfit: &str) {
        self.logon.link.host.log(Level::Error, misfit);
    }

    fn rewritten(&self, leaf: &Restriction, is_given: &dyn Fn(PropTag) -> bool) -> Option<Restriction> {
        if self.shows_objects()
            && let Some(by_key) = of_identifier(self, leaf)
        {
            return Some(by_key);
        }
        let mut tags = Vec::new();
        leaf.each_tag(&mut |tag| tags.push(tag));
        let [tag] = tags[..] else { return None };
        let default = [Property { tag, value: self.default_of(tag)? }];
        let fits = leaf.matches(&&default[..]).ok()?;
        match (is_given(tag), fits) {
            (false, true) => Some(Restriction::And(Vec::new())),
            (false, false) => Some(Restriction::Or(Vec::new())),
            (true, true) => Some(Restriction::Or(vec![leaf.clone(), Restriction::Exists(tag).negated()])),
            (true, false) => None,
        }
    }

    fn inside(&self, key: &[u8], tag: PropTag) -> Result<Vec<Vec<Property>>> {
        if !matches!(self.table.kind, RowKind::Contents | RowKind::Queue) {
            return Err(Code::TOO_COMPLEX.into());
        }
        self.open(key)?.inside(self.provider, tag)
    }
}

/// A part on `PR_ENTRYID` or `PR_RECORD_KEY`, by the row's own key.
fn of_identifier<P: Opens>(own: &OwnRow<'_, P>, leaf: &Restriction) -> Option<Restriction> {
    let is_identifier = |tag: &PropTag| [tags::ENTRYID.id(), tags::RECORD_KEY.id()].contains(&tag.id());
    match leaf {
        Restriction::Property { tag, relation, value: PropValue::Binary(bytes) } if is_identifier(tag) => {
            let key = entry_id::key(bytes, &own.logon.uids()).ok();
            by_key(*relation, key.map(<[u8]>::to_vec))
        }
        Restriction::Exists(tag) if is_identifier(tag) => Some(Restriction::And(Vec::new())),
        _ => None,
    }
}
