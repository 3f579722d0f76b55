//! `IMAPIFolder`, and what a store's opened objects are. `IMAPIContainer`, which is inside it, is in `container.rs`.

use super::container::{self, Content, Wish, entry};
use super::message;
use super::prop::Given;
use super::store;
use crate::com::core::Core;
use crate::com::object::{OpenedObject, OpenedRole, Shape};
use crate::provider::{Opened, Properties, StoreProvider, Table};
use provider_abi::error::{Code, Result};
use provider_abi::no_support::no_support;
use provider_abi::shapes::flag::{MAPI_FOLDER, MAPI_MESSAGE};
use provider_abi::shapes::iid::{IID_IMAPIContainer, IID_IMAPIFolder, IID_IMAPIProp, IID_IMessage, Iid};
use provider_abi::shapes::imapi_folder::IMAPIFolderVtbl;
use provider_abi::shapes::tags;
use std::ffi::c_void;
use std::sync::Arc;

const fn methods<P: StoreProvider>() -> &'static IMAPIFolderVtbl {
    const {
        &IMAPIFolderVtbl {
            container: container::methods::<P>(),
            create_message: no_support::<OpenedObject<P>, _>(),
            copy_messages: no_support::<OpenedObject<P>, _>(),
            delete_messages: no_support::<OpenedObject<P>, _>(),
            create_folder: no_support::<OpenedObject<P>, _>(),
            copy_folder: no_support::<OpenedObject<P>, _>(),
            delete_folder: no_support::<OpenedObject<P>, _>(),
            set_read_flags: no_support::<OpenedObject<P>, _>(),
            get_message_status: no_support::<OpenedObject<P>, _>(),
            set_message_status: no_support::<OpenedObject<P>, _>(),
            save_contents_sort: no_support::<OpenedObject<P>, _>(),
            empty_folder: no_support::<OpenedObject<P>, _>(),
        }
    }
}

const FOLDER: &[Iid] = &[IID_IMAPIFolder, IID_IMAPIContainer, IID_IMAPIProp];
const MESSAGE: &[Iid] = &[IID_IMessage, IID_IMAPIProp];

impl<P: StoreProvider> Content<P> for Opened<P> {
    const GIVEN: &'static [Given<P, OpenedRole<P>>] = &[
        (tags::OBJECT_TYPE, |object, _| Some(object.role.shape.kind.into())),
        (tags::STORE_ENTRYID, |object, _| Some(store::entry(&object.core).into())),
        (tags::STORE_RECORD_KEY, |object, _| Some(object.core.life.key[..].into())),
        (tags::MDB_PROVIDER, |_, _| Some(P::UID.bytes()[..].into())),
        (tags::ACCESS_LEVEL, |object, _| Some(u32::from(object.role.writable).into())),
        (tags::RECORD_KEY, |object, _| Some(entry(object)?.into())),
        (tags::ENTRYID, |object, _| Some(entry(object)?.into())),
    ];

    fn open(core: &Arc<Core<P>>, of: &P, wish: &Wish<'_>) -> Result<(u32, *mut c_void)> {
        wish.give(core, of.open(wish.entry, wish.access)?)
    }

    fn shape(&self) -> &'static Shape {
        match self {
            Self::Folder(_) => const { &Shape::of(MAPI_FOLDER, "folder", FOLDER, methods::<P>()) },
            Self::Message(_) => const { &Shape::of(MAPI_MESSAGE, "message", MESSAGE, message::methods::<P>()) },
        }
    }

    fn properties(&self) -> &dyn Properties<P> {
        match self {
            Self::Folder(folder) => &**folder,
            Self::Message(message) => &**message,
        }
    }

    fn contents(&self, of: &P) -> Result<Table> {
        match self {
            Self::Folder(folder) => folder.contents(of),
            Self::Message(_) => Err(Code::NO_SUPPORT.into()),
        }
    }

    fn hierarchy(&self, of: &P) -> Result<Table> {
        match self {
            Self::Folder(folder) => folder.hierarchy(of),
            Self::Message(_) => Err(Code::NO_SUPPORT.into()),
        }
    }
}
