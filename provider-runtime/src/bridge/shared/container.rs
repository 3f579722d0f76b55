//! `IMAPIContainer`, as the objects of stores and address books have it, and the properties of
//! whatever was opened. Opening what is in a container is in `entries.rs`, its tables are in
//! `table.rs`, the properties that are objects in `open_property.rs`.

use super::content::{Content, Opens, TableKind, with_content};
use super::given::{Asked, GivenList};
use super::prop::Source;
use super::table::{SHOW_SOFT_DELETES, open_kind};
use super::{entries, open_property};
use crate::draft::StreamTarget;
use crate::logon::kind::Provider;
use crate::logon::object::{OpenedObject, OpenedRole, Role, Shape};
use crate::provider::Properties;
use provider_abi::class::Receiver;
use provider_abi::error::Result;
use provider_abi::interfaces::imapi_container::IMAPIContainer;
use provider_abi::params::only;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{CONVENIENT_DEPTH, MAPI_ASSOCIATED, MAPI_DEFERRED_ERRORS, MAPI_UNICODE};
use provider_abi::shapes::iid::Iid;
use provider_abi::shapes::param::Out;
use provider_abi::shapes::tag::PropTag;
use provider_abi::wanted::Wanted;
use std::ffi::c_void;

impl<P: Opens> IMAPIContainer for OpenedObject<P> {
    fn get_contents_table(this: Receiver<'_, Self>, flags: u32, table: Out<'_, *mut c_void>) -> Code {
        table.clear();
        this.call(|provider| {
            only(flags, MAPI_ASSOCIATED | SHOW_SOFT_DELETES | MAPI_UNICODE | MAPI_DEFERRED_ERRORS)?;
            let kind = if flags & MAPI_ASSOCIATED == 0 { TableKind::Contents } else { TableKind::Associated };
            open_kind(&this, provider, kind, flags, "GetContentsTable", table)
        })
    }

    fn get_hierarchy_table(this: Receiver<'_, Self>, flags: u32, table: Out<'_, *mut c_void>) -> Code {
        table.clear();
        this.call(|provider| {
            only(flags, CONVENIENT_DEPTH | SHOW_SOFT_DELETES | MAPI_UNICODE | MAPI_DEFERRED_ERRORS)?;
            open_kind(&this, provider, TableKind::Hierarchy, flags, "GetHierarchyTable", table)
        })
    }

    fn open_entry(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        interface: Option<&Iid>,
        flags: u32,
        kind: Out<'_, u32>,
        opened: Out<'_, *mut c_void>,
    ) -> Code {
        entries::open_entry(this, entry, interface, flags, kind, opened)
    }
}

impl<P: Provider> Role<P> for OpenedRole<P> {
    fn shape(&self) -> &'static Shape {
        self.shape
    }

    fn last(object: &OpenedObject<P>) {
        object.logon.remove_opened(object);
    }
}

impl<P: Opens> Source<P> for OpenedRole<P> {
    fn given(object: &OpenedObject<P>) -> &'static GivenList<P, Self> {
        P::Opened::given(object)
    }

    fn is_writable(object: &OpenedObject<P>) -> bool {
        object.role.is_writable
    }

    fn with_own<R>(
        object: &OpenedObject<P>,
        provider: &P,
        work: impl FnOnce(&dyn Properties<P>) -> Result<R>,
    ) -> Result<R> {
        with_content(object, provider, |content| work(content.properties()))
    }

    fn refusals(object: &OpenedObject<P>, provider: &P, tags: &[PropTag]) -> Result<Vec<Option<Code>>> {
        with_content(object, provider, |content| {
            let own = content.properties().tags(provider)?;
            let given = P::Opened::given(object);
            let is_own = |tag: PropTag| own.iter().any(|own| own.id() == tag.id());
            let is_computed = |tag: PropTag| {
                content.is_computed(tag) || given.find(tag).is_some() && !is_own(tag) && !content.can_empty(tag)
            };
            Ok(tags.iter().map(|tag| is_computed(*tag).then_some(Code::COMPUTED)).collect())
        })
    }

    fn stream_target(object: &OpenedObject<P>, provider: &P) -> Result<Option<Box<dyn StreamTarget<P>>>> {
        with_content(object, provider, |content| Ok(content.stream_target()))
    }

    fn save(object: &OpenedObject<P>, provider: &P, flags: u32) -> Result<()> {
        with_content(object, provider, |content| content.save(object, provider, flags))
    }

    fn changed(object: &OpenedObject<P>, provider: &P) {
        let _ = with_content(object, provider, |content| {
            content.changed(object, provider);
            Ok(())
        });
    }

    fn derived_tags(object: &OpenedObject<P>, provider: &P) -> Result<Vec<PropTag>> {
        with_content(object, provider, |content| Ok(content.derived_tags().to_vec()))
    }

    fn derive(object: &OpenedObject<P>, provider: &P, wanted: &mut Wanted<'_>) -> Result<()> {
        let key = object.role.key.bytes().unwrap_or_default();
        with_content(object, provider, |content| {
            content.derive(provider, key, wanted);
            Ok(())
        })
    }

    fn open_property(
        object: &OpenedObject<P>,
        provider: &P,
        asked: &Asked,
        out: Out<'_, *mut c_void>,
    ) -> Result<Option<Code>> {
        open_property::open(object, provider, asked, out)
    }
}
