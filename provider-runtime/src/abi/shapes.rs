//! Compares the shapes with the headers' numbers. Made by `tests/abi/write.py`.

use core::mem::{align_of, offset_of, size_of};

use super::i_unknown::IUnknownVtbl;
use super::iab_container::IABContainerVtbl;
use super::iab_logon::IABLogonVtbl;
use super::iab_provider::IABProviderVtbl;
use super::iaddr_book::IAddrBookVtbl;
use super::iattach::IAttachVtbl;
use super::imalloc::IMallocVtbl;
use super::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use super::imapi_client_shutdown::IMAPIClientShutdownVtbl;
use super::imapi_container::IMAPIContainerVtbl;
use super::imapi_folder::IMAPIFolderVtbl;
use super::imapi_progress::IMAPIProgressVtbl;
use super::imapi_prop::IMAPIPropVtbl;
use super::imapi_provider_shutdown::IMAPIProviderShutdownVtbl;
use super::imapi_session::IMAPISessionVtbl;
use super::imapi_status::IMAPIStatusVtbl;
use super::imapi_support::IMAPISupportVtbl;
use super::imapi_table::IMAPITableVtbl;
use super::imessage::IMessageVtbl;
use super::ims_logon::IMSLogonVtbl;
use super::ims_provider::IMSProviderVtbl;
use super::imsg_service_admin::IMsgServiceAdminVtbl;
use super::imsg_store::IMsgStoreVtbl;
use super::iprof_sect::IProfSectVtbl;
use super::iprovider_admin::IProviderAdminVtbl;
use super::ixp_logon::IXPLogonVtbl;
use super::ixp_provider::IXPProviderVtbl;
use super::structs::*;

const WORD: usize = size_of::<usize>();

/// The headers' number for this target's pointers.
const fn pick(x64: usize, x86: usize) -> usize {
    if cfg!(target_pointer_width = "64") {
        x64
    } else {
        x86
    }
}

#[test]
fn every_slot_stands_where_the_headers_put_it() {
    let slots: &[(&str, usize, usize)] = &[
        (
            "IUnknown::QueryInterface",
            offset_of!(IUnknownVtbl, query_interface),
            0,
        ),
        ("IUnknown::AddRef", offset_of!(IUnknownVtbl, add_ref), 1),
        ("IUnknown::Release", offset_of!(IUnknownVtbl, release), 2),
        (
            "IMalloc::QueryInterface",
            offset_of!(IMallocVtbl, unknown.query_interface),
            0,
        ),
        (
            "IMalloc::AddRef",
            offset_of!(IMallocVtbl, unknown.add_ref),
            1,
        ),
        (
            "IMalloc::Release",
            offset_of!(IMallocVtbl, unknown.release),
            2,
        ),
        ("IMalloc::Alloc", offset_of!(IMallocVtbl, alloc), 3),
        ("IMalloc::Realloc", offset_of!(IMallocVtbl, realloc), 4),
        ("IMalloc::Free", offset_of!(IMallocVtbl, free), 5),
        ("IMalloc::GetSize", offset_of!(IMallocVtbl, get_size), 6),
        ("IMalloc::DidAlloc", offset_of!(IMallocVtbl, did_alloc), 7),
        (
            "IMalloc::HeapMinimize",
            offset_of!(IMallocVtbl, heap_minimize),
            8,
        ),
        (
            "IMAPIProp::QueryInterface",
            offset_of!(IMAPIPropVtbl, unknown.query_interface),
            0,
        ),
        (
            "IMAPIProp::AddRef",
            offset_of!(IMAPIPropVtbl, unknown.add_ref),
            1,
        ),
        (
            "IMAPIProp::Release",
            offset_of!(IMAPIPropVtbl, unknown.release),
            2,
        ),
        (
            "IMAPIProp::GetLastError",
            offset_of!(IMAPIPropVtbl, get_last_error),
            3,
        ),
        (
            "IMAPIProp::SaveChanges",
            offset_of!(IMAPIPropVtbl, save_changes),
            4,
        ),
        (
            "IMAPIProp::GetProps",
            offset_of!(IMAPIPropVtbl, get_props),
            5,
        ),
        (
            "IMAPIProp::GetPropList",
            offset_of!(IMAPIPropVtbl, get_prop_list),
            6,
        ),
        (
            "IMAPIProp::OpenProperty",
            offset_of!(IMAPIPropVtbl, open_property),
            7,
        ),
        (
            "IMAPIProp::SetProps",
            offset_of!(IMAPIPropVtbl, set_props),
            8,
        ),
        (
            "IMAPIProp::DeleteProps",
            offset_of!(IMAPIPropVtbl, delete_props),
            9,
        ),
        ("IMAPIProp::CopyTo", offset_of!(IMAPIPropVtbl, copy_to), 10),
        (
            "IMAPIProp::CopyProps",
            offset_of!(IMAPIPropVtbl, copy_props),
            11,
        ),
        (
            "IMAPIProp::GetNamesFromIDs",
            offset_of!(IMAPIPropVtbl, get_names_from_ids),
            12,
        ),
        (
            "IMAPIProp::GetIDsFromNames",
            offset_of!(IMAPIPropVtbl, get_ids_from_names),
            13,
        ),
        (
            "IMAPITable::QueryInterface",
            offset_of!(IMAPITableVtbl, unknown.query_interface),
            0,
        ),
        (
            "IMAPITable::AddRef",
            offset_of!(IMAPITableVtbl, unknown.add_ref),
            1,
        ),
        (
            "IMAPITable::Release",
            offset_of!(IMAPITableVtbl, unknown.release),
            2,
        ),
        (
            "IMAPITable::GetLastError",
            offset_of!(IMAPITableVtbl, get_last_error),
            3,
        ),
        ("IMAPITable::Advise", offset_of!(IMAPITableVtbl, advise), 4),
        (
            "IMAPITable::Unadvise",
            offset_of!(IMAPITableVtbl, unadvise),
            5,
        ),
        (
            "IMAPITable::GetStatus",
            offset_of!(IMAPITableVtbl, get_status),
            6,
        ),
        (
            "IMAPITable::SetColumns",
            offset_of!(IMAPITableVtbl, set_columns),
            7,
        ),
        (
            "IMAPITable::QueryColumns",
            offset_of!(IMAPITableVtbl, query_columns),
            8,
        ),
        (
            "IMAPITable::GetRowCount",
            offset_of!(IMAPITableVtbl, get_row_count),
            9,
        ),
        (
            "IMAPITable::SeekRow",
            offset_of!(IMAPITableVtbl, seek_row),
            10,
        ),
        (
            "IMAPITable::SeekRowApprox",
            offset_of!(IMAPITableVtbl, seek_row_approx),
            11,
        ),
        (
            "IMAPITable::QueryPosition",
            offset_of!(IMAPITableVtbl, query_position),
            12,
        ),
        (
            "IMAPITable::FindRow",
            offset_of!(IMAPITableVtbl, find_row),
            13,
        ),
        (
            "IMAPITable::Restrict",
            offset_of!(IMAPITableVtbl, restrict),
            14,
        ),
        (
            "IMAPITable::CreateBookmark",
            offset_of!(IMAPITableVtbl, create_bookmark),
            15,
        ),
        (
            "IMAPITable::FreeBookmark",
            offset_of!(IMAPITableVtbl, free_bookmark),
            16,
        ),
        (
            "IMAPITable::SortTable",
            offset_of!(IMAPITableVtbl, sort_table),
            17,
        ),
        (
            "IMAPITable::QuerySortOrder",
            offset_of!(IMAPITableVtbl, query_sort_order),
            18,
        ),
        (
            "IMAPITable::QueryRows",
            offset_of!(IMAPITableVtbl, query_rows),
            19,
        ),
        ("IMAPITable::Abort", offset_of!(IMAPITableVtbl, abort), 20),
        (
            "IMAPITable::ExpandRow",
            offset_of!(IMAPITableVtbl, expand_row),
            21,
        ),
        (
            "IMAPITable::CollapseRow",
            offset_of!(IMAPITableVtbl, collapse_row),
            22,
        ),
        (
            "IMAPITable::WaitForCompletion",
            offset_of!(IMAPITableVtbl, wait_for_completion),
            23,
        ),
        (
            "IMAPITable::GetCollapseState",
            offset_of!(IMAPITableVtbl, get_collapse_state),
            24,
        ),
        (
            "IMAPITable::SetCollapseState",
            offset_of!(IMAPITableVtbl, set_collapse_state),
            25,
        ),
        (
            "IMAPIAdviseSink::QueryInterface",
            offset_of!(IMAPIAdviseSinkVtbl, unknown.query_interface),
            0,
        ),
        (
            "IMAPIAdviseSink::AddRef",
            offset_of!(IMAPIAdviseSinkVtbl, unknown.add_ref),
            1,
        ),
        (
            "IMAPIAdviseSink::Release",
            offset_of!(IMAPIAdviseSinkVtbl, unknown.release),
            2,
        ),
        (
            "IMAPIAdviseSink::OnNotify",
            offset_of!(IMAPIAdviseSinkVtbl, on_notify),
            3,
        ),
        (
            "IMAPIProgress::QueryInterface",
            offset_of!(IMAPIProgressVtbl, unknown.query_interface),
            0,
        ),
        (
            "IMAPIProgress::AddRef",
            offset_of!(IMAPIProgressVtbl, unknown.add_ref),
            1,
        ),
        (
            "IMAPIProgress::Release",
            offset_of!(IMAPIProgressVtbl, unknown.release),
            2,
        ),
        (
            "IMAPIProgress::Progress",
            offset_of!(IMAPIProgressVtbl, progress),
            3,
        ),
        (
            "IMAPIProgress::GetFlags",
            offset_of!(IMAPIProgressVtbl, get_flags),
            4,
        ),
        (
            "IMAPIProgress::GetMax",
            offset_of!(IMAPIProgressVtbl, get_max),
            5,
        ),
        (
            "IMAPIProgress::GetMin",
            offset_of!(IMAPIProgressVtbl, get_min),
            6,
        ),
        (
            "IMAPIProgress::SetLimits",
            offset_of!(IMAPIProgressVtbl, set_limits),
            7,
        ),
        (
            "IProfSect::QueryInterface",
            offset_of!(IProfSectVtbl, prop.unknown.query_interface),
            0,
        ),
        (
            "IProfSect::AddRef",
            offset_of!(IProfSectVtbl, prop.unknown.add_ref),
            1,
        ),
        (
            "IProfSect::Release",
            offset_of!(IProfSectVtbl, prop.unknown.release),
            2,
        ),
        (
            "IProfSect::GetLastError",
            offset_of!(IProfSectVtbl, prop.get_last_error),
            3,
        ),
        (
            "IProfSect::SaveChanges",
            offset_of!(IProfSectVtbl, prop.save_changes),
            4,
        ),
        (
            "IProfSect::GetProps",
            offset_of!(IProfSectVtbl, prop.get_props),
            5,
        ),
        (
            "IProfSect::GetPropList",
            offset_of!(IProfSectVtbl, prop.get_prop_list),
            6,
        ),
        (
            "IProfSect::OpenProperty",
            offset_of!(IProfSectVtbl, prop.open_property),
            7,
        ),
        (
            "IProfSect::SetProps",
            offset_of!(IProfSectVtbl, prop.set_props),
            8,
        ),
        (
            "IProfSect::DeleteProps",
            offset_of!(IProfSectVtbl, prop.delete_props),
            9,
        ),
        (
            "IProfSect::CopyTo",
            offset_of!(IProfSectVtbl, prop.copy_to),
            10,
        ),
        (
            "IProfSect::CopyProps",
            offset_of!(IProfSectVtbl, prop.copy_props),
            11,
        ),
        (
            "IProfSect::GetNamesFromIDs",
            offset_of!(IProfSectVtbl, prop.get_names_from_ids),
            12,
        ),
        (
            "IProfSect::GetIDsFromNames",
            offset_of!(IProfSectVtbl, prop.get_ids_from_names),
            13,
        ),
        (
            "IMAPIStatus::QueryInterface",
            offset_of!(IMAPIStatusVtbl, prop.unknown.query_interface),
            0,
        ),
        (
            "IMAPIStatus::AddRef",
            offset_of!(IMAPIStatusVtbl, prop.unknown.add_ref),
            1,
        ),
        (
            "IMAPIStatus::Release",
            offset_of!(IMAPIStatusVtbl, prop.unknown.release),
            2,
        ),
        (
            "IMAPIStatus::GetLastError",
            offset_of!(IMAPIStatusVtbl, prop.get_last_error),
            3,
        ),
        (
            "IMAPIStatus::SaveChanges",
            offset_of!(IMAPIStatusVtbl, prop.save_changes),
            4,
        ),
        (
            "IMAPIStatus::GetProps",
            offset_of!(IMAPIStatusVtbl, prop.get_props),
            5,
        ),
        (
            "IMAPIStatus::GetPropList",
            offset_of!(IMAPIStatusVtbl, prop.get_prop_list),
            6,
        ),
        (
            "IMAPIStatus::OpenProperty",
            offset_of!(IMAPIStatusVtbl, prop.open_property),
            7,
        ),
        (
            "IMAPIStatus::SetProps",
            offset_of!(IMAPIStatusVtbl, prop.set_props),
            8,
        ),
        (
            "IMAPIStatus::DeleteProps",
            offset_of!(IMAPIStatusVtbl, prop.delete_props),
            9,
        ),
        (
            "IMAPIStatus::CopyTo",
            offset_of!(IMAPIStatusVtbl, prop.copy_to),
            10,
        ),
        (
            "IMAPIStatus::CopyProps",
            offset_of!(IMAPIStatusVtbl, prop.copy_props),
            11,
        ),
        (
            "IMAPIStatus::GetNamesFromIDs",
            offset_of!(IMAPIStatusVtbl, prop.get_names_from_ids),
            12,
        ),
        (
            "IMAPIStatus::GetIDsFromNames",
            offset_of!(IMAPIStatusVtbl, prop.get_ids_from_names),
            13,
        ),
        (
            "IMAPIStatus::ValidateState",
            offset_of!(IMAPIStatusVtbl, validate_state),
            14,
        ),
        (
            "IMAPIStatus::SettingsDialog",
            offset_of!(IMAPIStatusVtbl, settings_dialog),
            15,
        ),
        (
            "IMAPIStatus::ChangePassword",
            offset_of!(IMAPIStatusVtbl, change_password),
            16,
        ),
        (
            "IMAPIStatus::FlushQueues",
            offset_of!(IMAPIStatusVtbl, flush_queues),
            17,
        ),
        (
            "IMAPIContainer::QueryInterface",
            offset_of!(IMAPIContainerVtbl, prop.unknown.query_interface),
            0,
        ),
        (
            "IMAPIContainer::AddRef",
            offset_of!(IMAPIContainerVtbl, prop.unknown.add_ref),
            1,
        ),
        (
            "IMAPIContainer::Release",
            offset_of!(IMAPIContainerVtbl, prop.unknown.release),
            2,
        ),
        (
            "IMAPIContainer::GetLastError",
            offset_of!(IMAPIContainerVtbl, prop.get_last_error),
            3,
        ),
        (
            "IMAPIContainer::SaveChanges",
            offset_of!(IMAPIContainerVtbl, prop.save_changes),
            4,
        ),
        (
            "IMAPIContainer::GetProps",
            offset_of!(IMAPIContainerVtbl, prop.get_props),
            5,
        ),
        (
            "IMAPIContainer::GetPropList",
            offset_of!(IMAPIContainerVtbl, prop.get_prop_list),
            6,
        ),
        (
            "IMAPIContainer::OpenProperty",
            offset_of!(IMAPIContainerVtbl, prop.open_property),
            7,
        ),
        (
            "IMAPIContainer::SetProps",
            offset_of!(IMAPIContainerVtbl, prop.set_props),
            8,
        ),
        (
            "IMAPIContainer::DeleteProps",
            offset_of!(IMAPIContainerVtbl, prop.delete_props),
            9,
        ),
        (
            "IMAPIContainer::CopyTo",
            offset_of!(IMAPIContainerVtbl, prop.copy_to),
            10,
        ),
        (
            "IMAPIContainer::CopyProps",
            offset_of!(IMAPIContainerVtbl, prop.copy_props),
            11,
        ),
        (
            "IMAPIContainer::GetNamesFromIDs",
            offset_of!(IMAPIContainerVtbl, prop.get_names_from_ids),
            12,
        ),
        (
            "IMAPIContainer::GetIDsFromNames",
            offset_of!(IMAPIContainerVtbl, prop.get_ids_from_names),
            13,
        ),
        (
            "IMAPIContainer::GetContentsTable",
            offset_of!(IMAPIContainerVtbl, get_contents_table),
            14,
        ),
        (
            "IMAPIContainer::GetHierarchyTable",
            offset_of!(IMAPIContainerVtbl, get_hierarchy_table),
            15,
        ),
        (
            "IMAPIContainer::OpenEntry",
            offset_of!(IMAPIContainerVtbl, open_entry),
            16,
        ),
        (
            "IMAPIContainer::SetSearchCriteria",
            offset_of!(IMAPIContainerVtbl, set_search_criteria),
            17,
        ),
        (
            "IMAPIContainer::GetSearchCriteria",
            offset_of!(IMAPIContainerVtbl, get_search_criteria),
            18,
        ),
        (
            "IMAPIFolder::QueryInterface",
            offset_of!(IMAPIFolderVtbl, container.prop.unknown.query_interface),
            0,
        ),
        (
            "IMAPIFolder::AddRef",
            offset_of!(IMAPIFolderVtbl, container.prop.unknown.add_ref),
            1,
        ),
        (
            "IMAPIFolder::Release",
            offset_of!(IMAPIFolderVtbl, container.prop.unknown.release),
            2,
        ),
        (
            "IMAPIFolder::GetLastError",
            offset_of!(IMAPIFolderVtbl, container.prop.get_last_error),
            3,
        ),
        (
            "IMAPIFolder::SaveChanges",
            offset_of!(IMAPIFolderVtbl, container.prop.save_changes),
            4,
        ),
        (
            "IMAPIFolder::GetProps",
            offset_of!(IMAPIFolderVtbl, container.prop.get_props),
            5,
        ),
        (
            "IMAPIFolder::GetPropList",
            offset_of!(IMAPIFolderVtbl, container.prop.get_prop_list),
            6,
        ),
        (
            "IMAPIFolder::OpenProperty",
            offset_of!(IMAPIFolderVtbl, container.prop.open_property),
            7,
        ),
        (
            "IMAPIFolder::SetProps",
            offset_of!(IMAPIFolderVtbl, container.prop.set_props),
            8,
        ),
        (
            "IMAPIFolder::DeleteProps",
            offset_of!(IMAPIFolderVtbl, container.prop.delete_props),
            9,
        ),
        (
            "IMAPIFolder::CopyTo",
            offset_of!(IMAPIFolderVtbl, container.prop.copy_to),
            10,
        ),
        (
            "IMAPIFolder::CopyProps",
            offset_of!(IMAPIFolderVtbl, container.prop.copy_props),
            11,
        ),
        (
            "IMAPIFolder::GetNamesFromIDs",
            offset_of!(IMAPIFolderVtbl, container.prop.get_names_from_ids),
            12,
        ),
        (
            "IMAPIFolder::GetIDsFromNames",
            offset_of!(IMAPIFolderVtbl, container.prop.get_ids_from_names),
            13,
        ),
        (
            "IMAPIFolder::GetContentsTable",
            offset_of!(IMAPIFolderVtbl, container.get_contents_table),
            14,
        ),
        (
            "IMAPIFolder::GetHierarchyTable",
            offset_of!(IMAPIFolderVtbl, container.get_hierarchy_table),
            15,
        ),
        (
            "IMAPIFolder::OpenEntry",
            offset_of!(IMAPIFolderVtbl, container.open_entry),
            16,
        ),
        (
            "IMAPIFolder::SetSearchCriteria",
            offset_of!(IMAPIFolderVtbl, container.set_search_criteria),
            17,
        ),
        (
            "IMAPIFolder::GetSearchCriteria",
            offset_of!(IMAPIFolderVtbl, container.get_search_criteria),
            18,
        ),
        (
            "IMAPIFolder::CreateMessage",
            offset_of!(IMAPIFolderVtbl, create_message),
            19,
        ),
        (
            "IMAPIFolder::CopyMessages",
            offset_of!(IMAPIFolderVtbl, copy_messages),
            20,
        ),
        (
            "IMAPIFolder::DeleteMessages",
            offset_of!(IMAPIFolderVtbl, delete_messages),
            21,
        ),
        (
            "IMAPIFolder::CreateFolder",
            offset_of!(IMAPIFolderVtbl, create_folder),
            22,
        ),
        (
            "IMAPIFolder::CopyFolder",
            offset_of!(IMAPIFolderVtbl, copy_folder),
            23,
        ),
        (
            "IMAPIFolder::DeleteFolder",
            offset_of!(IMAPIFolderVtbl, delete_folder),
            24,
        ),
        (
            "IMAPIFolder::SetReadFlags",
            offset_of!(IMAPIFolderVtbl, set_read_flags),
            25,
        ),
        (
            "IMAPIFolder::GetMessageStatus",
            offset_of!(IMAPIFolderVtbl, get_message_status),
            26,
        ),
        (
            "IMAPIFolder::SetMessageStatus",
            offset_of!(IMAPIFolderVtbl, set_message_status),
            27,
        ),
        (
            "IMAPIFolder::SaveContentsSort",
            offset_of!(IMAPIFolderVtbl, save_contents_sort),
            28,
        ),
        (
            "IMAPIFolder::EmptyFolder",
            offset_of!(IMAPIFolderVtbl, empty_folder),
            29,
        ),
        (
            "IMsgStore::QueryInterface",
            offset_of!(IMsgStoreVtbl, prop.unknown.query_interface),
            0,
        ),
        (
            "IMsgStore::AddRef",
            offset_of!(IMsgStoreVtbl, prop.unknown.add_ref),
            1,
        ),
        (
            "IMsgStore::Release",
            offset_of!(IMsgStoreVtbl, prop.unknown.release),
            2,
        ),
        (
            "IMsgStore::GetLastError",
            offset_of!(IMsgStoreVtbl, prop.get_last_error),
            3,
        ),
        (
            "IMsgStore::SaveChanges",
            offset_of!(IMsgStoreVtbl, prop.save_changes),
            4,
        ),
        (
            "IMsgStore::GetProps",
            offset_of!(IMsgStoreVtbl, prop.get_props),
            5,
        ),
        (
            "IMsgStore::GetPropList",
            offset_of!(IMsgStoreVtbl, prop.get_prop_list),
            6,
        ),
        (
            "IMsgStore::OpenProperty",
            offset_of!(IMsgStoreVtbl, prop.open_property),
            7,
        ),
        (
            "IMsgStore::SetProps",
            offset_of!(IMsgStoreVtbl, prop.set_props),
            8,
        ),
        (
            "IMsgStore::DeleteProps",
            offset_of!(IMsgStoreVtbl, prop.delete_props),
            9,
        ),
        (
            "IMsgStore::CopyTo",
            offset_of!(IMsgStoreVtbl, prop.copy_to),
            10,
        ),
        (
            "IMsgStore::CopyProps",
            offset_of!(IMsgStoreVtbl, prop.copy_props),
            11,
        ),
        (
            "IMsgStore::GetNamesFromIDs",
            offset_of!(IMsgStoreVtbl, prop.get_names_from_ids),
            12,
        ),
        (
            "IMsgStore::GetIDsFromNames",
            offset_of!(IMsgStoreVtbl, prop.get_ids_from_names),
            13,
        ),
        ("IMsgStore::Advise", offset_of!(IMsgStoreVtbl, advise), 14),
        (
            "IMsgStore::Unadvise",
            offset_of!(IMsgStoreVtbl, unadvise),
            15,
        ),
        (
            "IMsgStore::CompareEntryIDs",
            offset_of!(IMsgStoreVtbl, compare_entry_ids),
            16,
        ),
        (
            "IMsgStore::OpenEntry",
            offset_of!(IMsgStoreVtbl, open_entry),
            17,
        ),
        (
            "IMsgStore::SetReceiveFolder",
            offset_of!(IMsgStoreVtbl, set_receive_folder),
            18,
        ),
        (
            "IMsgStore::GetReceiveFolder",
            offset_of!(IMsgStoreVtbl, get_receive_folder),
            19,
        ),
        (
            "IMsgStore::GetReceiveFolderTable",
            offset_of!(IMsgStoreVtbl, get_receive_folder_table),
            20,
        ),
        (
            "IMsgStore::StoreLogoff",
            offset_of!(IMsgStoreVtbl, store_logoff),
            21,
        ),
        (
            "IMsgStore::AbortSubmit",
            offset_of!(IMsgStoreVtbl, abort_submit),
            22,
        ),
        (
            "IMsgStore::GetOutgoingQueue",
            offset_of!(IMsgStoreVtbl, get_outgoing_queue),
            23,
        ),
        (
            "IMsgStore::SetLockState",
            offset_of!(IMsgStoreVtbl, set_lock_state),
            24,
        ),
        (
            "IMsgStore::FinishedMsg",
            offset_of!(IMsgStoreVtbl, finished_msg),
            25,
        ),
        (
            "IMsgStore::NotifyNewMail",
            offset_of!(IMsgStoreVtbl, notify_new_mail),
            26,
        ),
        (
            "IMessage::QueryInterface",
            offset_of!(IMessageVtbl, prop.unknown.query_interface),
            0,
        ),
        (
            "IMessage::AddRef",
            offset_of!(IMessageVtbl, prop.unknown.add_ref),
            1,
        ),
        (
            "IMessage::Release",
            offset_of!(IMessageVtbl, prop.unknown.release),
            2,
        ),
        (
            "IMessage::GetLastError",
            offset_of!(IMessageVtbl, prop.get_last_error),
            3,
        ),
        (
            "IMessage::SaveChanges",
            offset_of!(IMessageVtbl, prop.save_changes),
            4,
        ),
        (
            "IMessage::GetProps",
            offset_of!(IMessageVtbl, prop.get_props),
            5,
        ),
        (
            "IMessage::GetPropList",
            offset_of!(IMessageVtbl, prop.get_prop_list),
            6,
        ),
        (
            "IMessage::OpenProperty",
            offset_of!(IMessageVtbl, prop.open_property),
            7,
        ),
        (
            "IMessage::SetProps",
            offset_of!(IMessageVtbl, prop.set_props),
            8,
        ),
        (
            "IMessage::DeleteProps",
            offset_of!(IMessageVtbl, prop.delete_props),
            9,
        ),
        (
            "IMessage::CopyTo",
            offset_of!(IMessageVtbl, prop.copy_to),
            10,
        ),
        (
            "IMessage::CopyProps",
            offset_of!(IMessageVtbl, prop.copy_props),
            11,
        ),
        (
            "IMessage::GetNamesFromIDs",
            offset_of!(IMessageVtbl, prop.get_names_from_ids),
            12,
        ),
        (
            "IMessage::GetIDsFromNames",
            offset_of!(IMessageVtbl, prop.get_ids_from_names),
            13,
        ),
        (
            "IMessage::GetAttachmentTable",
            offset_of!(IMessageVtbl, get_attachment_table),
            14,
        ),
        (
            "IMessage::OpenAttach",
            offset_of!(IMessageVtbl, open_attach),
            15,
        ),
        (
            "IMessage::CreateAttach",
            offset_of!(IMessageVtbl, create_attach),
            16,
        ),
        (
            "IMessage::DeleteAttach",
            offset_of!(IMessageVtbl, delete_attach),
            17,
        ),
        (
            "IMessage::GetRecipientTable",
            offset_of!(IMessageVtbl, get_recipient_table),
            18,
        ),
        (
            "IMessage::ModifyRecipients",
            offset_of!(IMessageVtbl, modify_recipients),
            19,
        ),
        (
            "IMessage::SubmitMessage",
            offset_of!(IMessageVtbl, submit_message),
            20,
        ),
        (
            "IMessage::SetReadFlag",
            offset_of!(IMessageVtbl, set_read_flag),
            21,
        ),
        (
            "IAttach::QueryInterface",
            offset_of!(IAttachVtbl, prop.unknown.query_interface),
            0,
        ),
        (
            "IAttach::AddRef",
            offset_of!(IAttachVtbl, prop.unknown.add_ref),
            1,
        ),
        (
            "IAttach::Release",
            offset_of!(IAttachVtbl, prop.unknown.release),
            2,
        ),
        (
            "IAttach::GetLastError",
            offset_of!(IAttachVtbl, prop.get_last_error),
            3,
        ),
        (
            "IAttach::SaveChanges",
            offset_of!(IAttachVtbl, prop.save_changes),
            4,
        ),
        (
            "IAttach::GetProps",
            offset_of!(IAttachVtbl, prop.get_props),
            5,
        ),
        (
            "IAttach::GetPropList",
            offset_of!(IAttachVtbl, prop.get_prop_list),
            6,
        ),
        (
            "IAttach::OpenProperty",
            offset_of!(IAttachVtbl, prop.open_property),
            7,
        ),
        (
            "IAttach::SetProps",
            offset_of!(IAttachVtbl, prop.set_props),
            8,
        ),
        (
            "IAttach::DeleteProps",
            offset_of!(IAttachVtbl, prop.delete_props),
            9,
        ),
        ("IAttach::CopyTo", offset_of!(IAttachVtbl, prop.copy_to), 10),
        (
            "IAttach::CopyProps",
            offset_of!(IAttachVtbl, prop.copy_props),
            11,
        ),
        (
            "IAttach::GetNamesFromIDs",
            offset_of!(IAttachVtbl, prop.get_names_from_ids),
            12,
        ),
        (
            "IAttach::GetIDsFromNames",
            offset_of!(IAttachVtbl, prop.get_ids_from_names),
            13,
        ),
        (
            "IMSProvider::QueryInterface",
            offset_of!(IMSProviderVtbl, unknown.query_interface),
            0,
        ),
        (
            "IMSProvider::AddRef",
            offset_of!(IMSProviderVtbl, unknown.add_ref),
            1,
        ),
        (
            "IMSProvider::Release",
            offset_of!(IMSProviderVtbl, unknown.release),
            2,
        ),
        (
            "IMSProvider::Shutdown",
            offset_of!(IMSProviderVtbl, shutdown),
            3,
        ),
        ("IMSProvider::Logon", offset_of!(IMSProviderVtbl, logon), 4),
        (
            "IMSProvider::SpoolerLogon",
            offset_of!(IMSProviderVtbl, spooler_logon),
            5,
        ),
        (
            "IMSProvider::CompareStoreIDs",
            offset_of!(IMSProviderVtbl, compare_store_ids),
            6,
        ),
        (
            "IMSLogon::QueryInterface",
            offset_of!(IMSLogonVtbl, unknown.query_interface),
            0,
        ),
        (
            "IMSLogon::AddRef",
            offset_of!(IMSLogonVtbl, unknown.add_ref),
            1,
        ),
        (
            "IMSLogon::Release",
            offset_of!(IMSLogonVtbl, unknown.release),
            2,
        ),
        (
            "IMSLogon::GetLastError",
            offset_of!(IMSLogonVtbl, get_last_error),
            3,
        ),
        ("IMSLogon::Logoff", offset_of!(IMSLogonVtbl, logoff), 4),
        (
            "IMSLogon::OpenEntry",
            offset_of!(IMSLogonVtbl, open_entry),
            5,
        ),
        (
            "IMSLogon::CompareEntryIDs",
            offset_of!(IMSLogonVtbl, compare_entry_ids),
            6,
        ),
        ("IMSLogon::Advise", offset_of!(IMSLogonVtbl, advise), 7),
        ("IMSLogon::Unadvise", offset_of!(IMSLogonVtbl, unadvise), 8),
        (
            "IMSLogon::OpenStatusEntry",
            offset_of!(IMSLogonVtbl, open_status_entry),
            9,
        ),
        (
            "IABProvider::QueryInterface",
            offset_of!(IABProviderVtbl, unknown.query_interface),
            0,
        ),
        (
            "IABProvider::AddRef",
            offset_of!(IABProviderVtbl, unknown.add_ref),
            1,
        ),
        (
            "IABProvider::Release",
            offset_of!(IABProviderVtbl, unknown.release),
            2,
        ),
        (
            "IABProvider::Shutdown",
            offset_of!(IABProviderVtbl, shutdown),
            3,
        ),
        ("IABProvider::Logon", offset_of!(IABProviderVtbl, logon), 4),
        (
            "IABLogon::QueryInterface",
            offset_of!(IABLogonVtbl, unknown.query_interface),
            0,
        ),
        (
            "IABLogon::AddRef",
            offset_of!(IABLogonVtbl, unknown.add_ref),
            1,
        ),
        (
            "IABLogon::Release",
            offset_of!(IABLogonVtbl, unknown.release),
            2,
        ),
        (
            "IABLogon::GetLastError",
            offset_of!(IABLogonVtbl, get_last_error),
            3,
        ),
        ("IABLogon::Logoff", offset_of!(IABLogonVtbl, logoff), 4),
        (
            "IABLogon::OpenEntry",
            offset_of!(IABLogonVtbl, open_entry),
            5,
        ),
        (
            "IABLogon::CompareEntryIDs",
            offset_of!(IABLogonVtbl, compare_entry_ids),
            6,
        ),
        ("IABLogon::Advise", offset_of!(IABLogonVtbl, advise), 7),
        ("IABLogon::Unadvise", offset_of!(IABLogonVtbl, unadvise), 8),
        (
            "IABLogon::OpenStatusEntry",
            offset_of!(IABLogonVtbl, open_status_entry),
            9,
        ),
        (
            "IABLogon::OpenTemplateID",
            offset_of!(IABLogonVtbl, open_template_id),
            10,
        ),
        (
            "IABLogon::GetOneOffTable",
            offset_of!(IABLogonVtbl, get_one_off_table),
            11,
        ),
        (
            "IABLogon::PrepareRecips",
            offset_of!(IABLogonVtbl, prepare_recips),
            12,
        ),
        (
            "IABContainer::QueryInterface",
            offset_of!(IABContainerVtbl, container.prop.unknown.query_interface),
            0,
        ),
        (
            "IABContainer::AddRef",
            offset_of!(IABContainerVtbl, container.prop.unknown.add_ref),
            1,
        ),
        (
            "IABContainer::Release",
            offset_of!(IABContainerVtbl, container.prop.unknown.release),
            2,
        ),
        (
            "IABContainer::GetLastError",
            offset_of!(IABContainerVtbl, container.prop.get_last_error),
            3,
        ),
        (
            "IABContainer::SaveChanges",
            offset_of!(IABContainerVtbl, container.prop.save_changes),
            4,
        ),
        (
            "IABContainer::GetProps",
            offset_of!(IABContainerVtbl, container.prop.get_props),
            5,
        ),
        (
            "IABContainer::GetPropList",
            offset_of!(IABContainerVtbl, container.prop.get_prop_list),
            6,
        ),
        (
            "IABContainer::OpenProperty",
            offset_of!(IABContainerVtbl, container.prop.open_property),
            7,
        ),
        (
            "IABContainer::SetProps",
            offset_of!(IABContainerVtbl, container.prop.set_props),
            8,
        ),
        (
            "IABContainer::DeleteProps",
            offset_of!(IABContainerVtbl, container.prop.delete_props),
            9,
        ),
        (
            "IABContainer::CopyTo",
            offset_of!(IABContainerVtbl, container.prop.copy_to),
            10,
        ),
        (
            "IABContainer::CopyProps",
            offset_of!(IABContainerVtbl, container.prop.copy_props),
            11,
        ),
        (
            "IABContainer::GetNamesFromIDs",
            offset_of!(IABContainerVtbl, container.prop.get_names_from_ids),
            12,
        ),
        (
            "IABContainer::GetIDsFromNames",
            offset_of!(IABContainerVtbl, container.prop.get_ids_from_names),
            13,
        ),
        (
            "IABContainer::GetContentsTable",
            offset_of!(IABContainerVtbl, container.get_contents_table),
            14,
        ),
        (
            "IABContainer::GetHierarchyTable",
            offset_of!(IABContainerVtbl, container.get_hierarchy_table),
            15,
        ),
        (
            "IABContainer::OpenEntry",
            offset_of!(IABContainerVtbl, container.open_entry),
            16,
        ),
        (
            "IABContainer::SetSearchCriteria",
            offset_of!(IABContainerVtbl, container.set_search_criteria),
            17,
        ),
        (
            "IABContainer::GetSearchCriteria",
            offset_of!(IABContainerVtbl, container.get_search_criteria),
            18,
        ),
        (
            "IABContainer::CreateEntry",
            offset_of!(IABContainerVtbl, create_entry),
            19,
        ),
        (
            "IABContainer::CopyEntries",
            offset_of!(IABContainerVtbl, copy_entries),
            20,
        ),
        (
            "IABContainer::DeleteEntries",
            offset_of!(IABContainerVtbl, delete_entries),
            21,
        ),
        (
            "IABContainer::ResolveNames",
            offset_of!(IABContainerVtbl, resolve_names),
            22,
        ),
        (
            "IXPProvider::QueryInterface",
            offset_of!(IXPProviderVtbl, unknown.query_interface),
            0,
        ),
        (
            "IXPProvider::AddRef",
            offset_of!(IXPProviderVtbl, unknown.add_ref),
            1,
        ),
        (
            "IXPProvider::Release",
            offset_of!(IXPProviderVtbl, unknown.release),
            2,
        ),
        (
            "IXPProvider::Shutdown",
            offset_of!(IXPProviderVtbl, shutdown),
            3,
        ),
        (
            "IXPProvider::TransportLogon",
            offset_of!(IXPProviderVtbl, transport_logon),
            4,
        ),
        (
            "IXPLogon::QueryInterface",
            offset_of!(IXPLogonVtbl, unknown.query_interface),
            0,
        ),
        (
            "IXPLogon::AddRef",
            offset_of!(IXPLogonVtbl, unknown.add_ref),
            1,
        ),
        (
            "IXPLogon::Release",
            offset_of!(IXPLogonVtbl, unknown.release),
            2,
        ),
        (
            "IXPLogon::AddressTypes",
            offset_of!(IXPLogonVtbl, address_types),
            3,
        ),
        (
            "IXPLogon::RegisterOptions",
            offset_of!(IXPLogonVtbl, register_options),
            4,
        ),
        (
            "IXPLogon::TransportNotify",
            offset_of!(IXPLogonVtbl, transport_notify),
            5,
        ),
        ("IXPLogon::Idle", offset_of!(IXPLogonVtbl, idle), 6),
        (
            "IXPLogon::TransportLogoff",
            offset_of!(IXPLogonVtbl, transport_logoff),
            7,
        ),
        (
            "IXPLogon::SubmitMessage",
            offset_of!(IXPLogonVtbl, submit_message),
            8,
        ),
        (
            "IXPLogon::EndMessage",
            offset_of!(IXPLogonVtbl, end_message),
            9,
        ),
        ("IXPLogon::Poll", offset_of!(IXPLogonVtbl, poll), 10),
        (
            "IXPLogon::StartMessage",
            offset_of!(IXPLogonVtbl, start_message),
            11,
        ),
        (
            "IXPLogon::OpenStatusEntry",
            offset_of!(IXPLogonVtbl, open_status_entry),
            12,
        ),
        (
            "IXPLogon::ValidateState",
            offset_of!(IXPLogonVtbl, validate_state),
            13,
        ),
        (
            "IXPLogon::FlushQueues",
            offset_of!(IXPLogonVtbl, flush_queues),
            14,
        ),
        (
            "IMAPISupport::QueryInterface",
            offset_of!(IMAPISupportVtbl, unknown.query_interface),
            0,
        ),
        (
            "IMAPISupport::AddRef",
            offset_of!(IMAPISupportVtbl, unknown.add_ref),
            1,
        ),
        (
            "IMAPISupport::Release",
            offset_of!(IMAPISupportVtbl, unknown.release),
            2,
        ),
        (
            "IMAPISupport::GetLastError",
            offset_of!(IMAPISupportVtbl, get_last_error),
            3,
        ),
        (
            "IMAPISupport::GetMemAllocRoutines",
            offset_of!(IMAPISupportVtbl, get_mem_alloc_routines),
            4,
        ),
        (
            "IMAPISupport::Subscribe",
            offset_of!(IMAPISupportVtbl, subscribe),
            5,
        ),
        (
            "IMAPISupport::Unsubscribe",
            offset_of!(IMAPISupportVtbl, unsubscribe),
            6,
        ),
        (
            "IMAPISupport::Notify",
            offset_of!(IMAPISupportVtbl, notify),
            7,
        ),
        (
            "IMAPISupport::ModifyStatusRow",
            offset_of!(IMAPISupportVtbl, modify_status_row),
            8,
        ),
        (
            "IMAPISupport::OpenProfileSection",
            offset_of!(IMAPISupportVtbl, open_profile_section),
            9,
        ),
        (
            "IMAPISupport::RegisterPreprocessor",
            offset_of!(IMAPISupportVtbl, register_preprocessor),
            10,
        ),
        (
            "IMAPISupport::NewUID",
            offset_of!(IMAPISupportVtbl, new_uid),
            11,
        ),
        (
            "IMAPISupport::MakeInvalid",
            offset_of!(IMAPISupportVtbl, make_invalid),
            12,
        ),
        (
            "IMAPISupport::SpoolerYield",
            offset_of!(IMAPISupportVtbl, spooler_yield),
            13,
        ),
        (
            "IMAPISupport::SpoolerNotify",
            offset_of!(IMAPISupportVtbl, spooler_notify),
            14,
        ),
        (
            "IMAPISupport::CreateOneOff",
            offset_of!(IMAPISupportVtbl, create_one_off),
            15,
        ),
        (
            "IMAPISupport::SetProviderUID",
            offset_of!(IMAPISupportVtbl, set_provider_uid),
            16,
        ),
        (
            "IMAPISupport::CompareEntryIDs",
            offset_of!(IMAPISupportVtbl, compare_entry_ids),
            17,
        ),
        (
            "IMAPISupport::OpenTemplateID",
            offset_of!(IMAPISupportVtbl, open_template_id),
            18,
        ),
        (
            "IMAPISupport::OpenEntry",
            offset_of!(IMAPISupportVtbl, open_entry),
            19,
        ),
        (
            "IMAPISupport::GetOneOffTable",
            offset_of!(IMAPISupportVtbl, get_one_off_table),
            20,
        ),
        (
            "IMAPISupport::Address",
            offset_of!(IMAPISupportVtbl, address),
            21,
        ),
        (
            "IMAPISupport::Details",
            offset_of!(IMAPISupportVtbl, details),
            22,
        ),
        (
            "IMAPISupport::NewEntry",
            offset_of!(IMAPISupportVtbl, new_entry),
            23,
        ),
        (
            "IMAPISupport::DoConfigPropsheet",
            offset_of!(IMAPISupportVtbl, do_config_propsheet),
            24,
        ),
        (
            "IMAPISupport::CopyMessages",
            offset_of!(IMAPISupportVtbl, copy_messages),
            25,
        ),
        (
            "IMAPISupport::CopyFolder",
            offset_of!(IMAPISupportVtbl, copy_folder),
            26,
        ),
        (
            "IMAPISupport::DoCopyTo",
            offset_of!(IMAPISupportVtbl, do_copy_to),
            27,
        ),
        (
            "IMAPISupport::DoCopyProps",
            offset_of!(IMAPISupportVtbl, do_copy_props),
            28,
        ),
        (
            "IMAPISupport::DoProgressDialog",
            offset_of!(IMAPISupportVtbl, do_progress_dialog),
            29,
        ),
        (
            "IMAPISupport::ReadReceipt",
            offset_of!(IMAPISupportVtbl, read_receipt),
            30,
        ),
        (
            "IMAPISupport::PrepareSubmit",
            offset_of!(IMAPISupportVtbl, prepare_submit),
            31,
        ),
        (
            "IMAPISupport::ExpandRecips",
            offset_of!(IMAPISupportVtbl, expand_recips),
            32,
        ),
        (
            "IMAPISupport::UpdatePAB",
            offset_of!(IMAPISupportVtbl, update_pab),
            33,
        ),
        (
            "IMAPISupport::DoSentMail",
            offset_of!(IMAPISupportVtbl, do_sent_mail),
            34,
        ),
        (
            "IMAPISupport::OpenAddressBook",
            offset_of!(IMAPISupportVtbl, open_address_book),
            35,
        ),
        (
            "IMAPISupport::Preprocess",
            offset_of!(IMAPISupportVtbl, preprocess),
            36,
        ),
        (
            "IMAPISupport::CompleteMsg",
            offset_of!(IMAPISupportVtbl, complete_msg),
            37,
        ),
        (
            "IMAPISupport::StoreLogoffTransports",
            offset_of!(IMAPISupportVtbl, store_logoff_transports),
            38,
        ),
        (
            "IMAPISupport::StatusRecips",
            offset_of!(IMAPISupportVtbl, status_recips),
            39,
        ),
        (
            "IMAPISupport::WrapStoreEntryID",
            offset_of!(IMAPISupportVtbl, wrap_store_entry_id),
            40,
        ),
        (
            "IMAPISupport::ModifyProfile",
            offset_of!(IMAPISupportVtbl, modify_profile),
            41,
        ),
        (
            "IMAPISupport::IStorageFromStream",
            offset_of!(IMAPISupportVtbl, i_storage_from_stream),
            42,
        ),
        (
            "IMAPISupport::GetSvcConfigSupportObj",
            offset_of!(IMAPISupportVtbl, get_svc_config_support_obj),
            43,
        ),
        (
            "IMAPISession::QueryInterface",
            offset_of!(IMAPISessionVtbl, unknown.query_interface),
            0,
        ),
        (
            "IMAPISession::AddRef",
            offset_of!(IMAPISessionVtbl, unknown.add_ref),
            1,
        ),
        (
            "IMAPISession::Release",
            offset_of!(IMAPISessionVtbl, unknown.release),
            2,
        ),
        (
            "IMAPISession::GetLastError",
            offset_of!(IMAPISessionVtbl, get_last_error),
            3,
        ),
        (
            "IMAPISession::GetMsgStoresTable",
            offset_of!(IMAPISessionVtbl, get_msg_stores_table),
            4,
        ),
        (
            "IMAPISession::OpenMsgStore",
            offset_of!(IMAPISessionVtbl, open_msg_store),
            5,
        ),
        (
            "IMAPISession::OpenAddressBook",
            offset_of!(IMAPISessionVtbl, open_address_book),
            6,
        ),
        (
            "IMAPISession::OpenProfileSection",
            offset_of!(IMAPISessionVtbl, open_profile_section),
            7,
        ),
        (
            "IMAPISession::GetStatusTable",
            offset_of!(IMAPISessionVtbl, get_status_table),
            8,
        ),
        (
            "IMAPISession::OpenEntry",
            offset_of!(IMAPISessionVtbl, open_entry),
            9,
        ),
        (
            "IMAPISession::CompareEntryIDs",
            offset_of!(IMAPISessionVtbl, compare_entry_ids),
            10,
        ),
        (
            "IMAPISession::Advise",
            offset_of!(IMAPISessionVtbl, advise),
            11,
        ),
        (
            "IMAPISession::Unadvise",
            offset_of!(IMAPISessionVtbl, unadvise),
            12,
        ),
        (
            "IMAPISession::MessageOptions",
            offset_of!(IMAPISessionVtbl, message_options),
            13,
        ),
        (
            "IMAPISession::QueryDefaultMessageOpt",
            offset_of!(IMAPISessionVtbl, query_default_message_opt),
            14,
        ),
        (
            "IMAPISession::EnumAdrTypes",
            offset_of!(IMAPISessionVtbl, enum_adr_types),
            15,
        ),
        (
            "IMAPISession::QueryIdentity",
            offset_of!(IMAPISessionVtbl, query_identity),
            16,
        ),
        (
            "IMAPISession::Logoff",
            offset_of!(IMAPISessionVtbl, logoff),
            17,
        ),
        (
            "IMAPISession::SetDefaultStore",
            offset_of!(IMAPISessionVtbl, set_default_store),
            18,
        ),
        (
            "IMAPISession::AdminServices",
            offset_of!(IMAPISessionVtbl, admin_services),
            19,
        ),
        (
            "IMAPISession::ShowForm",
            offset_of!(IMAPISessionVtbl, show_form),
            20,
        ),
        (
            "IMAPISession::PrepareForm",
            offset_of!(IMAPISessionVtbl, prepare_form),
            21,
        ),
        (
            "IMAPIProviderShutdown::QueryInterface",
            offset_of!(IMAPIProviderShutdownVtbl, unknown.query_interface),
            0,
        ),
        (
            "IMAPIProviderShutdown::AddRef",
            offset_of!(IMAPIProviderShutdownVtbl, unknown.add_ref),
            1,
        ),
        (
            "IMAPIProviderShutdown::Release",
            offset_of!(IMAPIProviderShutdownVtbl, unknown.release),
            2,
        ),
        (
            "IMAPIProviderShutdown::QueryFastShutdown",
            offset_of!(IMAPIProviderShutdownVtbl, query_fast_shutdown),
            3,
        ),
        (
            "IMAPIProviderShutdown::NotifyProcessShutdown",
            offset_of!(IMAPIProviderShutdownVtbl, notify_process_shutdown),
            4,
        ),
        (
            "IMAPIProviderShutdown::DoFastShutdown",
            offset_of!(IMAPIProviderShutdownVtbl, do_fast_shutdown),
            5,
        ),
        (
            "IMAPIClientShutdown::QueryInterface",
            offset_of!(IMAPIClientShutdownVtbl, unknown.query_interface),
            0,
        ),
        (
            "IMAPIClientShutdown::AddRef",
            offset_of!(IMAPIClientShutdownVtbl, unknown.add_ref),
            1,
        ),
        (
            "IMAPIClientShutdown::Release",
            offset_of!(IMAPIClientShutdownVtbl, unknown.release),
            2,
        ),
        (
            "IMAPIClientShutdown::QueryFastShutdown",
            offset_of!(IMAPIClientShutdownVtbl, query_fast_shutdown),
            3,
        ),
        (
            "IMAPIClientShutdown::NotifyProcessShutdown",
            offset_of!(IMAPIClientShutdownVtbl, notify_process_shutdown),
            4,
        ),
        (
            "IMAPIClientShutdown::DoFastShutdown",
            offset_of!(IMAPIClientShutdownVtbl, do_fast_shutdown),
            5,
        ),
        (
            "IMsgServiceAdmin::QueryInterface",
            offset_of!(IMsgServiceAdminVtbl, unknown.query_interface),
            0,
        ),
        (
            "IMsgServiceAdmin::AddRef",
            offset_of!(IMsgServiceAdminVtbl, unknown.add_ref),
            1,
        ),
        (
            "IMsgServiceAdmin::Release",
            offset_of!(IMsgServiceAdminVtbl, unknown.release),
            2,
        ),
        (
            "IMsgServiceAdmin::GetLastError",
            offset_of!(IMsgServiceAdminVtbl, get_last_error),
            3,
        ),
        (
            "IMsgServiceAdmin::GetMsgServiceTable",
            offset_of!(IMsgServiceAdminVtbl, get_msg_service_table),
            4,
        ),
        (
            "IMsgServiceAdmin::CreateMsgService",
            offset_of!(IMsgServiceAdminVtbl, create_msg_service),
            5,
        ),
        (
            "IMsgServiceAdmin::DeleteMsgService",
            offset_of!(IMsgServiceAdminVtbl, delete_msg_service),
            6,
        ),
        (
            "IMsgServiceAdmin::CopyMsgService",
            offset_of!(IMsgServiceAdminVtbl, copy_msg_service),
            7,
        ),
        (
            "IMsgServiceAdmin::RenameMsgService",
            offset_of!(IMsgServiceAdminVtbl, rename_msg_service),
            8,
        ),
        (
            "IMsgServiceAdmin::ConfigureMsgService",
            offset_of!(IMsgServiceAdminVtbl, configure_msg_service),
            9,
        ),
        (
            "IMsgServiceAdmin::OpenProfileSection",
            offset_of!(IMsgServiceAdminVtbl, open_profile_section),
            10,
        ),
        (
            "IMsgServiceAdmin::MsgServiceTransportOrder",
            offset_of!(IMsgServiceAdminVtbl, msg_service_transport_order),
            11,
        ),
        (
            "IMsgServiceAdmin::AdminProviders",
            offset_of!(IMsgServiceAdminVtbl, admin_providers),
            12,
        ),
        (
            "IMsgServiceAdmin::SetPrimaryIdentity",
            offset_of!(IMsgServiceAdminVtbl, set_primary_identity),
            13,
        ),
        (
            "IMsgServiceAdmin::GetProviderTable",
            offset_of!(IMsgServiceAdminVtbl, get_provider_table),
            14,
        ),
        (
            "IProviderAdmin::QueryInterface",
            offset_of!(IProviderAdminVtbl, unknown.query_interface),
            0,
        ),
        (
            "IProviderAdmin::AddRef",
            offset_of!(IProviderAdminVtbl, unknown.add_ref),
            1,
        ),
        (
            "IProviderAdmin::Release",
            offset_of!(IProviderAdminVtbl, unknown.release),
            2,
        ),
        (
            "IProviderAdmin::GetLastError",
            offset_of!(IProviderAdminVtbl, get_last_error),
            3,
        ),
        (
            "IProviderAdmin::GetProviderTable",
            offset_of!(IProviderAdminVtbl, get_provider_table),
            4,
        ),
        (
            "IProviderAdmin::CreateProvider",
            offset_of!(IProviderAdminVtbl, create_provider),
            5,
        ),
        (
            "IProviderAdmin::DeleteProvider",
            offset_of!(IProviderAdminVtbl, delete_provider),
            6,
        ),
        (
            "IProviderAdmin::OpenProfileSection",
            offset_of!(IProviderAdminVtbl, open_profile_section),
            7,
        ),
        (
            "IAddrBook::QueryInterface",
            offset_of!(IAddrBookVtbl, prop.unknown.query_interface),
            0,
        ),
        (
            "IAddrBook::AddRef",
            offset_of!(IAddrBookVtbl, prop.unknown.add_ref),
            1,
        ),
        (
            "IAddrBook::Release",
            offset_of!(IAddrBookVtbl, prop.unknown.release),
            2,
        ),
        (
            "IAddrBook::GetLastError",
            offset_of!(IAddrBookVtbl, prop.get_last_error),
            3,
        ),
        (
            "IAddrBook::SaveChanges",
            offset_of!(IAddrBookVtbl, prop.save_changes),
            4,
        ),
        (
            "IAddrBook::GetProps",
            offset_of!(IAddrBookVtbl, prop.get_props),
            5,
        ),
        (
            "IAddrBook::GetPropList",
            offset_of!(IAddrBookVtbl, prop.get_prop_list),
            6,
        ),
        (
            "IAddrBook::OpenProperty",
            offset_of!(IAddrBookVtbl, prop.open_property),
            7,
        ),
        (
            "IAddrBook::SetProps",
            offset_of!(IAddrBookVtbl, prop.set_props),
            8,
        ),
        (
            "IAddrBook::DeleteProps",
            offset_of!(IAddrBookVtbl, prop.delete_props),
            9,
        ),
        (
            "IAddrBook::CopyTo",
            offset_of!(IAddrBookVtbl, prop.copy_to),
            10,
        ),
        (
            "IAddrBook::CopyProps",
            offset_of!(IAddrBookVtbl, prop.copy_props),
            11,
        ),
        (
            "IAddrBook::GetNamesFromIDs",
            offset_of!(IAddrBookVtbl, prop.get_names_from_ids),
            12,
        ),
        (
            "IAddrBook::GetIDsFromNames",
            offset_of!(IAddrBookVtbl, prop.get_ids_from_names),
            13,
        ),
        (
            "IAddrBook::OpenEntry",
            offset_of!(IAddrBookVtbl, open_entry),
            14,
        ),
        (
            "IAddrBook::CompareEntryIDs",
            offset_of!(IAddrBookVtbl, compare_entry_ids),
            15,
        ),
        ("IAddrBook::Advise", offset_of!(IAddrBookVtbl, advise), 16),
        (
            "IAddrBook::Unadvise",
            offset_of!(IAddrBookVtbl, unadvise),
            17,
        ),
        (
            "IAddrBook::CreateOneOff",
            offset_of!(IAddrBookVtbl, create_one_off),
            18,
        ),
        (
            "IAddrBook::NewEntry",
            offset_of!(IAddrBookVtbl, new_entry),
            19,
        ),
        (
            "IAddrBook::ResolveName",
            offset_of!(IAddrBookVtbl, resolve_name),
            20,
        ),
        ("IAddrBook::Address", offset_of!(IAddrBookVtbl, address), 21),
        ("IAddrBook::Details", offset_of!(IAddrBookVtbl, details), 22),
        (
            "IAddrBook::RecipOptions",
            offset_of!(IAddrBookVtbl, recip_options),
            23,
        ),
        (
            "IAddrBook::QueryDefaultRecipOpt",
            offset_of!(IAddrBookVtbl, query_default_recip_opt),
            24,
        ),
        ("IAddrBook::GetPAB", offset_of!(IAddrBookVtbl, get_pab), 25),
        ("IAddrBook::SetPAB", offset_of!(IAddrBookVtbl, set_pab), 26),
        (
            "IAddrBook::GetDefaultDir",
            offset_of!(IAddrBookVtbl, get_default_dir),
            27,
        ),
        (
            "IAddrBook::SetDefaultDir",
            offset_of!(IAddrBookVtbl, set_default_dir),
            28,
        ),
        (
            "IAddrBook::GetSearchPath",
            offset_of!(IAddrBookVtbl, get_search_path),
            29,
        ),
        (
            "IAddrBook::SetSearchPath",
            offset_of!(IAddrBookVtbl, set_search_path),
            30,
        ),
        (
            "IAddrBook::PrepareRecips",
            offset_of!(IAddrBookVtbl, prepare_recips),
            31,
        ),
    ];
    for &(name, offset, slot) in slots {
        assert_eq!(offset, slot * WORD, "{name}");
    }
}

#[test]
fn every_vtable_has_as_many_slots_as_the_headers_give_it() {
    let tables: &[(&str, usize, usize)] = &[
        ("IUnknown", size_of::<IUnknownVtbl>(), 3),
        ("IMalloc", size_of::<IMallocVtbl>(), 9),
        ("IMAPIProp", size_of::<IMAPIPropVtbl>(), 14),
        ("IMAPITable", size_of::<IMAPITableVtbl>(), 26),
        ("IMAPIAdviseSink", size_of::<IMAPIAdviseSinkVtbl>(), 4),
        ("IMAPIProgress", size_of::<IMAPIProgressVtbl>(), 8),
        ("IProfSect", size_of::<IProfSectVtbl>(), 14),
        ("IMAPIStatus", size_of::<IMAPIStatusVtbl>(), 18),
        ("IMAPIContainer", size_of::<IMAPIContainerVtbl>(), 19),
        ("IMAPIFolder", size_of::<IMAPIFolderVtbl>(), 30),
        ("IMsgStore", size_of::<IMsgStoreVtbl>(), 27),
        ("IMessage", size_of::<IMessageVtbl>(), 22),
        ("IAttach", size_of::<IAttachVtbl>(), 14),
        ("IMSProvider", size_of::<IMSProviderVtbl>(), 7),
        ("IMSLogon", size_of::<IMSLogonVtbl>(), 10),
        ("IABProvider", size_of::<IABProviderVtbl>(), 5),
        ("IABLogon", size_of::<IABLogonVtbl>(), 13),
        ("IABContainer", size_of::<IABContainerVtbl>(), 23),
        ("IXPProvider", size_of::<IXPProviderVtbl>(), 5),
        ("IXPLogon", size_of::<IXPLogonVtbl>(), 15),
        ("IMAPISupport", size_of::<IMAPISupportVtbl>(), 44),
        ("IMAPISession", size_of::<IMAPISessionVtbl>(), 22),
        (
            "IMAPIProviderShutdown",
            size_of::<IMAPIProviderShutdownVtbl>(),
            6,
        ),
        (
            "IMAPIClientShutdown",
            size_of::<IMAPIClientShutdownVtbl>(),
            6,
        ),
        ("IMsgServiceAdmin", size_of::<IMsgServiceAdminVtbl>(), 15),
        ("IProviderAdmin", size_of::<IProviderAdminVtbl>(), 8),
        ("IAddrBook", size_of::<IAddrBookVtbl>(), 32),
    ];
    for &(name, size, slots) in tables {
        assert_eq!(size, slots * WORD, "{name}");
    }
}

#[test]
fn every_struct_has_the_headers_size_and_alignment() {
    let structs: &[(&str, usize, usize, usize, usize)] = &[
        (
            "FILETIME",
            size_of::<FILETIME>(),
            pick(8, 8),
            align_of::<FILETIME>(),
            pick(4, 4),
        ),
        (
            "CY",
            size_of::<CY>(),
            pick(8, 8),
            align_of::<CY>(),
            pick(8, 8),
        ),
        (
            "ENTRYID",
            size_of::<ENTRYID>(),
            pick(5, 5),
            align_of::<ENTRYID>(),
            pick(1, 1),
        ),
        (
            "MAPIUID",
            size_of::<MAPIUID>(),
            pick(16, 16),
            align_of::<MAPIUID>(),
            pick(1, 1),
        ),
        (
            "SBinary",
            size_of::<SBinary>(),
            pick(16, 8),
            align_of::<SBinary>(),
            pick(8, 4),
        ),
        (
            "SPropTagArray",
            size_of::<SPropTagArray>(),
            pick(8, 8),
            align_of::<SPropTagArray>(),
            pick(4, 4),
        ),
        (
            "SShortArray",
            size_of::<SShortArray>(),
            pick(16, 8),
            align_of::<SShortArray>(),
            pick(8, 4),
        ),
        (
            "SLongArray",
            size_of::<SLongArray>(),
            pick(16, 8),
            align_of::<SLongArray>(),
            pick(8, 4),
        ),
        (
            "SRealArray",
            size_of::<SRealArray>(),
            pick(16, 8),
            align_of::<SRealArray>(),
            pick(8, 4),
        ),
        (
            "SDoubleArray",
            size_of::<SDoubleArray>(),
            pick(16, 8),
            align_of::<SDoubleArray>(),
            pick(8, 4),
        ),
        (
            "SCurrencyArray",
            size_of::<SCurrencyArray>(),
            pick(16, 8),
            align_of::<SCurrencyArray>(),
            pick(8, 4),
        ),
        (
            "SAppTimeArray",
            size_of::<SAppTimeArray>(),
            pick(16, 8),
            align_of::<SAppTimeArray>(),
            pick(8, 4),
        ),
        (
            "SDateTimeArray",
            size_of::<SDateTimeArray>(),
            pick(16, 8),
            align_of::<SDateTimeArray>(),
            pick(8, 4),
        ),
        (
            "SBinaryArray",
            size_of::<SBinaryArray>(),
            pick(16, 8),
            align_of::<SBinaryArray>(),
            pick(8, 4),
        ),
        (
            "SLPSTRArray",
            size_of::<SLPSTRArray>(),
            pick(16, 8),
            align_of::<SLPSTRArray>(),
            pick(8, 4),
        ),
        (
            "SWStringArray",
            size_of::<SWStringArray>(),
            pick(16, 8),
            align_of::<SWStringArray>(),
            pick(8, 4),
        ),
        (
            "SGuidArray",
            size_of::<SGuidArray>(),
            pick(16, 8),
            align_of::<SGuidArray>(),
            pick(8, 4),
        ),
        (
            "SLargeIntegerArray",
            size_of::<SLargeIntegerArray>(),
            pick(16, 8),
            align_of::<SLargeIntegerArray>(),
            pick(8, 4),
        ),
        (
            "__UPV",
            size_of::<PropUnion>(),
            pick(16, 8),
            align_of::<PropUnion>(),
            pick(8, 8),
        ),
        (
            "SPropValue",
            size_of::<SPropValue>(),
            pick(24, 16),
            align_of::<SPropValue>(),
            pick(8, 8),
        ),
        (
            "SPropProblem",
            size_of::<SPropProblem>(),
            pick(12, 12),
            align_of::<SPropProblem>(),
            pick(4, 4),
        ),
        (
            "SPropProblemArray",
            size_of::<SPropProblemArray>(),
            pick(16, 16),
            align_of::<SPropProblemArray>(),
            pick(4, 4),
        ),
        (
            "SRow",
            size_of::<SRow>(),
            pick(16, 12),
            align_of::<SRow>(),
            pick(8, 4),
        ),
        (
            "SRowSet",
            size_of::<SRowSet>(),
            pick(24, 16),
            align_of::<SRowSet>(),
            pick(8, 4),
        ),
        (
            "SSortOrder",
            size_of::<SSortOrder>(),
            pick(8, 8),
            align_of::<SSortOrder>(),
            pick(4, 4),
        ),
        (
            "SSortOrderSet",
            size_of::<SSortOrderSet>(),
            pick(20, 20),
            align_of::<SSortOrderSet>(),
            pick(4, 4),
        ),
        (
            "ADRENTRY",
            size_of::<ADRENTRY>(),
            pick(16, 12),
            align_of::<ADRENTRY>(),
            pick(8, 4),
        ),
        (
            "ADRLIST",
            size_of::<ADRLIST>(),
            pick(24, 16),
            align_of::<ADRLIST>(),
            pick(8, 4),
        ),
        (
            "FlagList",
            size_of::<FlagList>(),
            pick(8, 8),
            align_of::<FlagList>(),
            pick(4, 4),
        ),
        (
            "MAPIERROR",
            size_of::<MAPIERROR>(),
            pick(32, 20),
            align_of::<MAPIERROR>(),
            pick(8, 4),
        ),
        (
            "MAPINAMEID",
            size_of::<MAPINAMEID>(),
            pick(24, 12),
            align_of::<MAPINAMEID>(),
            pick(8, 4),
        ),
        (
            "MAPIINIT_0",
            size_of::<MAPIINIT_0>(),
            pick(8, 8),
            align_of::<MAPIINIT_0>(),
            pick(4, 4),
        ),
        (
            "NOTIFKEY",
            size_of::<NOTIFKEY>(),
            pick(8, 8),
            align_of::<NOTIFKEY>(),
            pick(4, 4),
        ),
        (
            "ERROR_NOTIFICATION",
            size_of::<ERROR_NOTIFICATION>(),
            pick(32, 20),
            align_of::<ERROR_NOTIFICATION>(),
            pick(8, 4),
        ),
        (
            "NEWMAIL_NOTIFICATION",
            size_of::<NEWMAIL_NOTIFICATION>(),
            pick(56, 28),
            align_of::<NEWMAIL_NOTIFICATION>(),
            pick(8, 4),
        ),
        (
            "OBJECT_NOTIFICATION",
            size_of::<OBJECT_NOTIFICATION>(),
            pick(72, 40),
            align_of::<OBJECT_NOTIFICATION>(),
            pick(8, 4),
        ),
        (
            "TABLE_NOTIFICATION",
            size_of::<TABLE_NOTIFICATION>(),
            pick(80, 56),
            align_of::<TABLE_NOTIFICATION>(),
            pick(8, 8),
        ),
        (
            "EXTENDED_NOTIFICATION",
            size_of::<EXTENDED_NOTIFICATION>(),
            pick(16, 12),
            align_of::<EXTENDED_NOTIFICATION>(),
            pick(8, 4),
        ),
        (
            "STATUS_OBJECT_NOTIFICATION",
            size_of::<STATUS_OBJECT_NOTIFICATION>(),
            pick(32, 16),
            align_of::<STATUS_OBJECT_NOTIFICATION>(),
            pick(8, 4),
        ),
        (
            "NOTIFICATION",
            size_of::<NOTIFICATION>(),
            pick(88, 64),
            align_of::<NOTIFICATION>(),
            pick(8, 8),
        ),
    ];
    // Outside Windows, 32-bit targets may align 64-bit numbers to 4; no size or offset depends on it.
    let aligned = cfg!(any(windows, target_pointer_width = "64"));
    for &(name, size, wanted, align, wanted_align) in structs {
        assert_eq!(size, wanted, "{name}");
        assert!(
            !aligned || align == wanted_align,
            "{name}: alignment {align}, not {wanted_align}"
        );
    }
}

#[test]
fn every_struct_has_the_headers_offsets() {
    let fields: &[(&str, usize, usize)] = &[
        (
            "FILETIME.dwLowDateTime",
            offset_of!(FILETIME, low_date_time),
            pick(0, 0),
        ),
        (
            "FILETIME.dwHighDateTime",
            offset_of!(FILETIME, high_date_time),
            pick(4, 4),
        ),
        ("CY.int64", offset_of!(CY, int64), pick(0, 0)),
        ("ENTRYID.abFlags", offset_of!(ENTRYID, flags), pick(0, 0)),
        ("ENTRYID.ab", offset_of!(ENTRYID, ab), pick(4, 4)),
        ("MAPIUID.ab", offset_of!(MAPIUID, ab), pick(0, 0)),
        ("SBinary.cb", offset_of!(SBinary, cb), pick(0, 0)),
        ("SBinary.lpb", offset_of!(SBinary, lpb), pick(8, 4)),
        (
            "SPropTagArray.cValues",
            offset_of!(SPropTagArray, c_values),
            pick(0, 0),
        ),
        (
            "SPropTagArray.aulPropTag",
            offset_of!(SPropTagArray, prop_tag),
            pick(4, 4),
        ),
        (
            "SShortArray.cValues",
            offset_of!(SShortArray, c_values),
            pick(0, 0),
        ),
        ("SShortArray.lpi", offset_of!(SShortArray, lpi), pick(8, 4)),
        (
            "SLongArray.cValues",
            offset_of!(SLongArray, c_values),
            pick(0, 0),
        ),
        ("SLongArray.lpl", offset_of!(SLongArray, lpl), pick(8, 4)),
        (
            "SRealArray.cValues",
            offset_of!(SRealArray, c_values),
            pick(0, 0),
        ),
        (
            "SRealArray.lpflt",
            offset_of!(SRealArray, lpflt),
            pick(8, 4),
        ),
        (
            "SDoubleArray.cValues",
            offset_of!(SDoubleArray, c_values),
            pick(0, 0),
        ),
        (
            "SDoubleArray.lpdbl",
            offset_of!(SDoubleArray, lpdbl),
            pick(8, 4),
        ),
        (
            "SCurrencyArray.cValues",
            offset_of!(SCurrencyArray, c_values),
            pick(0, 0),
        ),
        (
            "SCurrencyArray.lpcur",
            offset_of!(SCurrencyArray, lpcur),
            pick(8, 4),
        ),
        (
            "SAppTimeArray.cValues",
            offset_of!(SAppTimeArray, c_values),
            pick(0, 0),
        ),
        (
            "SAppTimeArray.lpat",
            offset_of!(SAppTimeArray, lpat),
            pick(8, 4),
        ),
        (
            "SDateTimeArray.cValues",
            offset_of!(SDateTimeArray, c_values),
            pick(0, 0),
        ),
        (
            "SDateTimeArray.lpft",
            offset_of!(SDateTimeArray, lpft),
            pick(8, 4),
        ),
        (
            "SBinaryArray.cValues",
            offset_of!(SBinaryArray, c_values),
            pick(0, 0),
        ),
        (
            "SBinaryArray.lpbin",
            offset_of!(SBinaryArray, lpbin),
            pick(8, 4),
        ),
        (
            "SLPSTRArray.cValues",
            offset_of!(SLPSTRArray, c_values),
            pick(0, 0),
        ),
        (
            "SLPSTRArray.lppszA",
            offset_of!(SLPSTRArray, lppsz_a),
            pick(8, 4),
        ),
        (
            "SWStringArray.cValues",
            offset_of!(SWStringArray, c_values),
            pick(0, 0),
        ),
        (
            "SWStringArray.lppszW",
            offset_of!(SWStringArray, lppsz_w),
            pick(8, 4),
        ),
        (
            "SGuidArray.cValues",
            offset_of!(SGuidArray, c_values),
            pick(0, 0),
        ),
        (
            "SGuidArray.lpguid",
            offset_of!(SGuidArray, lpguid),
            pick(8, 4),
        ),
        (
            "SLargeIntegerArray.cValues",
            offset_of!(SLargeIntegerArray, c_values),
            pick(0, 0),
        ),
        (
            "SLargeIntegerArray.lpli",
            offset_of!(SLargeIntegerArray, lpli),
            pick(8, 4),
        ),
        ("__UPV.i", offset_of!(PropUnion, i), pick(0, 0)),
        ("__UPV.l", offset_of!(PropUnion, l), pick(0, 0)),
        ("__UPV.ul", offset_of!(PropUnion, ul), pick(0, 0)),
        ("__UPV.lpv", offset_of!(PropUnion, lpv), pick(0, 0)),
        ("__UPV.flt", offset_of!(PropUnion, flt), pick(0, 0)),
        ("__UPV.dbl", offset_of!(PropUnion, dbl), pick(0, 0)),
        ("__UPV.b", offset_of!(PropUnion, b), pick(0, 0)),
        ("__UPV.cur", offset_of!(PropUnion, cur), pick(0, 0)),
        ("__UPV.at", offset_of!(PropUnion, at), pick(0, 0)),
        ("__UPV.ft", offset_of!(PropUnion, ft), pick(0, 0)),
        ("__UPV.lpszA", offset_of!(PropUnion, lpsz_a), pick(0, 0)),
        ("__UPV.bin", offset_of!(PropUnion, bin), pick(0, 0)),
        ("__UPV.lpszW", offset_of!(PropUnion, lpsz_w), pick(0, 0)),
        ("__UPV.lpguid", offset_of!(PropUnion, lpguid), pick(0, 0)),
        ("__UPV.li", offset_of!(PropUnion, li), pick(0, 0)),
        ("__UPV.MVi", offset_of!(PropUnion, mv_i), pick(0, 0)),
        ("__UPV.MVl", offset_of!(PropUnion, mv_l), pick(0, 0)),
        ("__UPV.MVflt", offset_of!(PropUnion, mv_flt), pick(0, 0)),
        ("__UPV.MVdbl", offset_of!(PropUnion, mv_dbl), pick(0, 0)),
        ("__UPV.MVcur", offset_of!(PropUnion, mv_cur), pick(0, 0)),
        ("__UPV.MVat", offset_of!(PropUnion, mv_at), pick(0, 0)),
        ("__UPV.MVft", offset_of!(PropUnion, mv_ft), pick(0, 0)),
        ("__UPV.MVbin", offset_of!(PropUnion, mv_bin), pick(0, 0)),
        ("__UPV.MVszA", offset_of!(PropUnion, mv_sz_a), pick(0, 0)),
        ("__UPV.MVszW", offset_of!(PropUnion, mv_sz_w), pick(0, 0)),
        ("__UPV.MVguid", offset_of!(PropUnion, mv_guid), pick(0, 0)),
        ("__UPV.MVli", offset_of!(PropUnion, mv_li), pick(0, 0)),
        ("__UPV.err", offset_of!(PropUnion, err), pick(0, 0)),
        ("__UPV.x", offset_of!(PropUnion, x), pick(0, 0)),
        (
            "SPropValue.ulPropTag",
            offset_of!(SPropValue, prop_tag),
            pick(0, 0),
        ),
        (
            "SPropValue.dwAlignPad",
            offset_of!(SPropValue, align_pad),
            pick(4, 4),
        ),
        (
            "SPropValue.Value",
            offset_of!(SPropValue, value),
            pick(8, 8),
        ),
        (
            "SPropProblem.ulIndex",
            offset_of!(SPropProblem, index),
            pick(0, 0),
        ),
        (
            "SPropProblem.ulPropTag",
            offset_of!(SPropProblem, prop_tag),
            pick(4, 4),
        ),
        (
            "SPropProblem.scode",
            offset_of!(SPropProblem, scode),
            pick(8, 8),
        ),
        (
            "SPropProblemArray.cProblem",
            offset_of!(SPropProblemArray, c_problem),
            pick(0, 0),
        ),
        (
            "SPropProblemArray.aProblem",
            offset_of!(SPropProblemArray, problem),
            pick(4, 4),
        ),
        (
            "SRow.ulAdrEntryPad",
            offset_of!(SRow, adr_entry_pad),
            pick(0, 0),
        ),
        ("SRow.cValues", offset_of!(SRow, c_values), pick(4, 4)),
        ("SRow.lpProps", offset_of!(SRow, props), pick(8, 8)),
        ("SRowSet.cRows", offset_of!(SRowSet, c_rows), pick(0, 0)),
        ("SRowSet.aRow", offset_of!(SRowSet, row), pick(8, 4)),
        (
            "SSortOrder.ulPropTag",
            offset_of!(SSortOrder, prop_tag),
            pick(0, 0),
        ),
        (
            "SSortOrder.ulOrder",
            offset_of!(SSortOrder, order),
            pick(4, 4),
        ),
        (
            "SSortOrderSet.cSorts",
            offset_of!(SSortOrderSet, c_sorts),
            pick(0, 0),
        ),
        (
            "SSortOrderSet.cCategories",
            offset_of!(SSortOrderSet, c_categories),
            pick(4, 4),
        ),
        (
            "SSortOrderSet.cExpanded",
            offset_of!(SSortOrderSet, c_expanded),
            pick(8, 8),
        ),
        (
            "SSortOrderSet.aSort",
            offset_of!(SSortOrderSet, sort),
            pick(12, 12),
        ),
        (
            "ADRENTRY.ulReserved1",
            offset_of!(ADRENTRY, reserved1),
            pick(0, 0),
        ),
        (
            "ADRENTRY.cValues",
            offset_of!(ADRENTRY, c_values),
            pick(4, 4),
        ),
        (
            "ADRENTRY.rgPropVals",
            offset_of!(ADRENTRY, prop_vals),
            pick(8, 8),
        ),
        (
            "ADRLIST.cEntries",
            offset_of!(ADRLIST, c_entries),
            pick(0, 0),
        ),
        ("ADRLIST.aEntries", offset_of!(ADRLIST, entries), pick(8, 4)),
        ("FlagList.cFlags", offset_of!(FlagList, c_flags), pick(0, 0)),
        ("FlagList.ulFlag", offset_of!(FlagList, flag), pick(4, 4)),
        (
            "MAPIERROR.ulVersion",
            offset_of!(MAPIERROR, version),
            pick(0, 0),
        ),
        (
            "MAPIERROR.lpszError",
            offset_of!(MAPIERROR, error),
            pick(8, 4),
        ),
        (
            "MAPIERROR.lpszComponent",
            offset_of!(MAPIERROR, component),
            pick(16, 8),
        ),
        (
            "MAPIERROR.ulLowLevelError",
            offset_of!(MAPIERROR, low_level_error),
            pick(24, 12),
        ),
        (
            "MAPIERROR.ulContext",
            offset_of!(MAPIERROR, context),
            pick(28, 16),
        ),
        (
            "MAPINAMEID.lpguid",
            offset_of!(MAPINAMEID, lpguid),
            pick(0, 0),
        ),
        (
            "MAPINAMEID.ulKind",
            offset_of!(MAPINAMEID, kind),
            pick(8, 4),
        ),
        (
            "MAPINAMEID.Kind",
            offset_of!(MAPINAMEID, value),
            pick(16, 8),
        ),
        (
            "MAPINAMEID.Kind.lID_Reserved",
            offset_of!(MAPINAMEID, value.id_reserved),
            pick(16, 8),
        ),
        (
            "MAPINAMEID.Kind.lID",
            offset_of!(MAPINAMEID, value.id),
            pick(16, 8),
        ),
        (
            "MAPINAMEID.Kind.lpwstrName",
            offset_of!(MAPINAMEID, value.name),
            pick(16, 8),
        ),
        (
            "MAPIINIT_0.ulVersion",
            offset_of!(MAPIINIT_0, version),
            pick(0, 0),
        ),
        (
            "MAPIINIT_0.ulFlags",
            offset_of!(MAPIINIT_0, flags),
            pick(4, 4),
        ),
        ("NOTIFKEY.cb", offset_of!(NOTIFKEY, cb), pick(0, 0)),
        ("NOTIFKEY.ab", offset_of!(NOTIFKEY, ab), pick(4, 4)),
        (
            "ERROR_NOTIFICATION.cbEntryID",
            offset_of!(ERROR_NOTIFICATION, cb_entry_id),
            pick(0, 0),
        ),
        (
            "ERROR_NOTIFICATION.lpEntryID",
            offset_of!(ERROR_NOTIFICATION, entry_id),
            pick(8, 4),
        ),
        (
            "ERROR_NOTIFICATION.scode",
            offset_of!(ERROR_NOTIFICATION, scode),
            pick(16, 8),
        ),
        (
            "ERROR_NOTIFICATION.ulFlags",
            offset_of!(ERROR_NOTIFICATION, flags),
            pick(20, 12),
        ),
        (
            "ERROR_NOTIFICATION.lpMAPIError",
            offset_of!(ERROR_NOTIFICATION, mapi_error),
            pick(24, 16),
        ),
        (
            "NEWMAIL_NOTIFICATION.cbEntryID",
            offset_of!(NEWMAIL_NOTIFICATION, cb_entry_id),
            pick(0, 0),
        ),
        (
            "NEWMAIL_NOTIFICATION.lpEntryID",
            offset_of!(NEWMAIL_NOTIFICATION, entry_id),
            pick(8, 4),
        ),
        (
            "NEWMAIL_NOTIFICATION.cbParentID",
            offset_of!(NEWMAIL_NOTIFICATION, cb_parent_id),
            pick(16, 8),
        ),
        (
            "NEWMAIL_NOTIFICATION.lpParentID",
            offset_of!(NEWMAIL_NOTIFICATION, parent_id),
            pick(24, 12),
        ),
        (
            "NEWMAIL_NOTIFICATION.ulFlags",
            offset_of!(NEWMAIL_NOTIFICATION, flags),
            pick(32, 16),
        ),
        (
            "NEWMAIL_NOTIFICATION.lpszMessageClass",
            offset_of!(NEWMAIL_NOTIFICATION, message_class),
            pick(40, 20),
        ),
        (
            "NEWMAIL_NOTIFICATION.ulMessageFlags",
            offset_of!(NEWMAIL_NOTIFICATION, message_flags),
            pick(48, 24),
        ),
        (
            "OBJECT_NOTIFICATION.cbEntryID",
            offset_of!(OBJECT_NOTIFICATION, cb_entry_id),
            pick(0, 0),
        ),
        (
            "OBJECT_NOTIFICATION.lpEntryID",
            offset_of!(OBJECT_NOTIFICATION, entry_id),
            pick(8, 4),
        ),
        (
            "OBJECT_NOTIFICATION.ulObjType",
            offset_of!(OBJECT_NOTIFICATION, obj_type),
            pick(16, 8),
        ),
        (
            "OBJECT_NOTIFICATION.cbParentID",
            offset_of!(OBJECT_NOTIFICATION, cb_parent_id),
            pick(20, 12),
        ),
        (
            "OBJECT_NOTIFICATION.lpParentID",
            offset_of!(OBJECT_NOTIFICATION, parent_id),
            pick(24, 16),
        ),
        (
            "OBJECT_NOTIFICATION.cbOldID",
            offset_of!(OBJECT_NOTIFICATION, cb_old_id),
            pick(32, 20),
        ),
        (
            "OBJECT_NOTIFICATION.lpOldID",
            offset_of!(OBJECT_NOTIFICATION, old_id),
            pick(40, 24),
        ),
        (
            "OBJECT_NOTIFICATION.cbOldParentID",
            offset_of!(OBJECT_NOTIFICATION, cb_old_parent_id),
            pick(48, 28),
        ),
        (
            "OBJECT_NOTIFICATION.lpOldParentID",
            offset_of!(OBJECT_NOTIFICATION, old_parent_id),
            pick(56, 32),
        ),
        (
            "OBJECT_NOTIFICATION.lpPropTagArray",
            offset_of!(OBJECT_NOTIFICATION, prop_tag_array),
            pick(64, 36),
        ),
        (
            "TABLE_NOTIFICATION.ulTableEvent",
            offset_of!(TABLE_NOTIFICATION, table_event),
            pick(0, 0),
        ),
        (
            "TABLE_NOTIFICATION.hResult",
            offset_of!(TABLE_NOTIFICATION, hresult),
            pick(4, 4),
        ),
        (
            "TABLE_NOTIFICATION.propIndex",
            offset_of!(TABLE_NOTIFICATION, prop_index),
            pick(8, 8),
        ),
        (
            "TABLE_NOTIFICATION.propPrior",
            offset_of!(TABLE_NOTIFICATION, prop_prior),
            pick(32, 24),
        ),
        (
            "TABLE_NOTIFICATION.row",
            offset_of!(TABLE_NOTIFICATION, row),
            pick(56, 40),
        ),
        (
            "TABLE_NOTIFICATION.ulPad",
            offset_of!(TABLE_NOTIFICATION, pad),
            pick(72, 52),
        ),
        (
            "EXTENDED_NOTIFICATION.ulEvent",
            offset_of!(EXTENDED_NOTIFICATION, event),
            pick(0, 0),
        ),
        (
            "EXTENDED_NOTIFICATION.cb",
            offset_of!(EXTENDED_NOTIFICATION, cb),
            pick(4, 4),
        ),
        (
            "EXTENDED_NOTIFICATION.pbEventParameters",
            offset_of!(EXTENDED_NOTIFICATION, event_parameters),
            pick(8, 8),
        ),
        (
            "STATUS_OBJECT_NOTIFICATION.cbEntryID",
            offset_of!(STATUS_OBJECT_NOTIFICATION, cb_entry_id),
            pick(0, 0),
        ),
        (
            "STATUS_OBJECT_NOTIFICATION.lpEntryID",
            offset_of!(STATUS_OBJECT_NOTIFICATION, entry_id),
            pick(8, 4),
        ),
        (
            "STATUS_OBJECT_NOTIFICATION.cValues",
            offset_of!(STATUS_OBJECT_NOTIFICATION, c_values),
            pick(16, 8),
        ),
        (
            "STATUS_OBJECT_NOTIFICATION.lpPropVals",
            offset_of!(STATUS_OBJECT_NOTIFICATION, prop_vals),
            pick(24, 12),
        ),
        (
            "NOTIFICATION.ulEventType",
            offset_of!(NOTIFICATION, event_type),
            pick(0, 0),
        ),
        (
            "NOTIFICATION.ulAlignPad",
            offset_of!(NOTIFICATION, align_pad),
            pick(4, 4),
        ),
        (
            "NOTIFICATION.info",
            offset_of!(NOTIFICATION, info),
            pick(8, 8),
        ),
        (
            "NOTIFICATION.info.err",
            offset_of!(NOTIFICATION, info.err),
            pick(8, 8),
        ),
        (
            "NOTIFICATION.info.newmail",
            offset_of!(NOTIFICATION, info.newmail),
            pick(8, 8),
        ),
        (
            "NOTIFICATION.info.obj",
            offset_of!(NOTIFICATION, info.obj),
            pick(8, 8),
        ),
        (
            "NOTIFICATION.info.tab",
            offset_of!(NOTIFICATION, info.tab),
            pick(8, 8),
        ),
        (
            "NOTIFICATION.info.ext",
            offset_of!(NOTIFICATION, info.ext),
            pick(8, 8),
        ),
        (
            "NOTIFICATION.info.statobj",
            offset_of!(NOTIFICATION, info.statobj),
            pick(8, 8),
        ),
    ];
    for &(name, offset, wanted) in fields {
        assert_eq!(offset, wanted, "{name}");
    }
}

#[test]
fn every_iid_reads_as_its_text() {
    let iids = [
        (
            super::iid::IID_IUnknown,
            "00000000-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMalloc,
            "00000002-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_ISequentialStream,
            "0C733A30-2A1C-11CE-ADE5-00AA0044773D",
        ),
        (
            super::iid::IID_IStorage,
            "0000000B-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IStream,
            "0000000C-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPISession,
            "00020300-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPITable,
            "00020301-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPIAdviseSink,
            "00020302-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPIControl,
            "0002031B-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IProfAdmin,
            "0002031C-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMsgServiceAdmin,
            "0002031D-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IProviderAdmin,
            "00020325-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPIProgress,
            "0002031F-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPIProp,
            "00020303-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IProfSect,
            "00020304-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPIStatus,
            "00020305-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMsgStore,
            "00020306-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMessage,
            "00020307-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IAttachment,
            "00020308-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IAddrBook,
            "00020309-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMailUser,
            "0002030A-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPIContainer,
            "0002030B-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPIFolder,
            "0002030C-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IABContainer,
            "0002030D-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IDistList,
            "0002030E-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPISup,
            "0002030F-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMSProvider,
            "00020310-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IABProvider,
            "00020311-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IXPProvider,
            "00020312-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMSLogon,
            "00020313-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IABLogon,
            "00020314-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IXPLogon,
            "00020315-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPITableData,
            "00020316-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPISpoolerInit,
            "00020317-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPISpoolerSession,
            "00020318-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_ITNEF,
            "00020319-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPIPropData,
            "0002031A-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_ISpoolerHook,
            "00020320-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPISpoolerService,
            "0002031E-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPIViewContext,
            "00020321-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPIFormMgr,
            "00020322-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IEnumMAPIFormProp,
            "00020323-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPIFormInfo,
            "00020324-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPIForm,
            "00020327-0000-0000-C000-000000000046",
        ),
        (super::iid::PS_MAPI, "00020328-0000-0000-C000-000000000046"),
        (
            super::iid::PS_PUBLIC_STRINGS,
            "00020329-0000-0000-C000-000000000046",
        ),
        (
            super::iid::PS_INTERNET_HEADERS,
            "00020386-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IPersistMessage,
            "0002032A-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPIViewAdviseSink,
            "0002032B-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IStreamDocfile,
            "0002032C-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPIFormProp,
            "0002032D-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPIFormContainer,
            "0002032E-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPIFormAdviseSink,
            "0002032F-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IStreamTnef,
            "00020330-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPIFormFactory,
            "00020350-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPIMessageSite,
            "00020370-0000-0000-C000-000000000046",
        ),
        (
            super::iid::PS_ROUTING_EMAIL_ADDRESSES,
            "00020380-0000-0000-C000-000000000046",
        ),
        (
            super::iid::PS_ROUTING_ADDRTYPE,
            "00020381-0000-0000-C000-000000000046",
        ),
        (
            super::iid::PS_ROUTING_DISPLAY_NAME,
            "00020382-0000-0000-C000-000000000046",
        ),
        (
            super::iid::PS_ROUTING_ENTRYID,
            "00020383-0000-0000-C000-000000000046",
        ),
        (
            super::iid::PS_ROUTING_SEARCH_KEY,
            "00020384-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPIClientShutdown,
            "00020397-0000-0000-C000-000000000046",
        ),
        (
            super::iid::IID_IMAPIProviderShutdown,
            "00020398-0000-0000-C000-000000000046",
        ),
    ];
    for (iid, text) in iids {
        assert_eq!(format!("{iid:?}"), text);
    }
}
