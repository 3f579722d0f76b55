//! Compares the shapes with the headers' numbers, in every build for every target. Made by
//! `tests/abi/write.py`.

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
use super::layout::{ALIGNED, at, pick};
use super::structs::*;

// Every slot stands where the headers put it.
const _: () = {
    assert!(at(offset_of!(IUnknownVtbl, query_interface), 0), "IUnknown::QueryInterface");
    assert!(at(offset_of!(IUnknownVtbl, add_ref), 1), "IUnknown::AddRef");
    assert!(at(offset_of!(IUnknownVtbl, release), 2), "IUnknown::Release");
    assert!(at(offset_of!(IMallocVtbl, unknown.query_interface), 0), "IMalloc::QueryInterface");
    assert!(at(offset_of!(IMallocVtbl, unknown.add_ref), 1), "IMalloc::AddRef");
    assert!(at(offset_of!(IMallocVtbl, unknown.release), 2), "IMalloc::Release");
    assert!(at(offset_of!(IMallocVtbl, alloc), 3), "IMalloc::Alloc");
    assert!(at(offset_of!(IMallocVtbl, realloc), 4), "IMalloc::Realloc");
    assert!(at(offset_of!(IMallocVtbl, free), 5), "IMalloc::Free");
    assert!(at(offset_of!(IMallocVtbl, get_size), 6), "IMalloc::GetSize");
    assert!(at(offset_of!(IMallocVtbl, did_alloc), 7), "IMalloc::DidAlloc");
    assert!(at(offset_of!(IMallocVtbl, heap_minimize), 8), "IMalloc::HeapMinimize");
    assert!(at(offset_of!(IMAPIPropVtbl, unknown.query_interface), 0), "IMAPIProp::QueryInterface");
    assert!(at(offset_of!(IMAPIPropVtbl, unknown.add_ref), 1), "IMAPIProp::AddRef");
    assert!(at(offset_of!(IMAPIPropVtbl, unknown.release), 2), "IMAPIProp::Release");
    assert!(at(offset_of!(IMAPIPropVtbl, get_last_error), 3), "IMAPIProp::GetLastError");
    assert!(at(offset_of!(IMAPIPropVtbl, save_changes), 4), "IMAPIProp::SaveChanges");
    assert!(at(offset_of!(IMAPIPropVtbl, get_props), 5), "IMAPIProp::GetProps");
    assert!(at(offset_of!(IMAPIPropVtbl, get_prop_list), 6), "IMAPIProp::GetPropList");
    assert!(at(offset_of!(IMAPIPropVtbl, open_property), 7), "IMAPIProp::OpenProperty");
    assert!(at(offset_of!(IMAPIPropVtbl, set_props), 8), "IMAPIProp::SetProps");
    assert!(at(offset_of!(IMAPIPropVtbl, delete_props), 9), "IMAPIProp::DeleteProps");
    assert!(at(offset_of!(IMAPIPropVtbl, copy_to), 10), "IMAPIProp::CopyTo");
    assert!(at(offset_of!(IMAPIPropVtbl, copy_props), 11), "IMAPIProp::CopyProps");
    assert!(at(offset_of!(IMAPIPropVtbl, get_names_from_ids), 12), "IMAPIProp::GetNamesFromIDs");
    assert!(at(offset_of!(IMAPIPropVtbl, get_ids_from_names), 13), "IMAPIProp::GetIDsFromNames");
    assert!(at(offset_of!(IMAPITableVtbl, unknown.query_interface), 0), "IMAPITable::QueryInterface");
    assert!(at(offset_of!(IMAPITableVtbl, unknown.add_ref), 1), "IMAPITable::AddRef");
    assert!(at(offset_of!(IMAPITableVtbl, unknown.release), 2), "IMAPITable::Release");
    assert!(at(offset_of!(IMAPITableVtbl, get_last_error), 3), "IMAPITable::GetLastError");
    assert!(at(offset_of!(IMAPITableVtbl, advise), 4), "IMAPITable::Advise");
    assert!(at(offset_of!(IMAPITableVtbl, unadvise), 5), "IMAPITable::Unadvise");
    assert!(at(offset_of!(IMAPITableVtbl, get_status), 6), "IMAPITable::GetStatus");
    assert!(at(offset_of!(IMAPITableVtbl, set_columns), 7), "IMAPITable::SetColumns");
    assert!(at(offset_of!(IMAPITableVtbl, query_columns), 8), "IMAPITable::QueryColumns");
    assert!(at(offset_of!(IMAPITableVtbl, get_row_count), 9), "IMAPITable::GetRowCount");
    assert!(at(offset_of!(IMAPITableVtbl, seek_row), 10), "IMAPITable::SeekRow");
    assert!(at(offset_of!(IMAPITableVtbl, seek_row_approx), 11), "IMAPITable::SeekRowApprox");
    assert!(at(offset_of!(IMAPITableVtbl, query_position), 12), "IMAPITable::QueryPosition");
    assert!(at(offset_of!(IMAPITableVtbl, find_row), 13), "IMAPITable::FindRow");
    assert!(at(offset_of!(IMAPITableVtbl, restrict), 14), "IMAPITable::Restrict");
    assert!(at(offset_of!(IMAPITableVtbl, create_bookmark), 15), "IMAPITable::CreateBookmark");
    assert!(at(offset_of!(IMAPITableVtbl, free_bookmark), 16), "IMAPITable::FreeBookmark");
    assert!(at(offset_of!(IMAPITableVtbl, sort_table), 17), "IMAPITable::SortTable");
    assert!(at(offset_of!(IMAPITableVtbl, query_sort_order), 18), "IMAPITable::QuerySortOrder");
    assert!(at(offset_of!(IMAPITableVtbl, query_rows), 19), "IMAPITable::QueryRows");
    assert!(at(offset_of!(IMAPITableVtbl, abort), 20), "IMAPITable::Abort");
    assert!(at(offset_of!(IMAPITableVtbl, expand_row), 21), "IMAPITable::ExpandRow");
    assert!(at(offset_of!(IMAPITableVtbl, collapse_row), 22), "IMAPITable::CollapseRow");
    assert!(at(offset_of!(IMAPITableVtbl, wait_for_completion), 23), "IMAPITable::WaitForCompletion");
    assert!(at(offset_of!(IMAPITableVtbl, get_collapse_state), 24), "IMAPITable::GetCollapseState");
    assert!(at(offset_of!(IMAPITableVtbl, set_collapse_state), 25), "IMAPITable::SetCollapseState");
    assert!(at(offset_of!(IMAPIAdviseSinkVtbl, unknown.query_interface), 0), "IMAPIAdviseSink::QueryInterface");
    assert!(at(offset_of!(IMAPIAdviseSinkVtbl, unknown.add_ref), 1), "IMAPIAdviseSink::AddRef");
    assert!(at(offset_of!(IMAPIAdviseSinkVtbl, unknown.release), 2), "IMAPIAdviseSink::Release");
    assert!(at(offset_of!(IMAPIAdviseSinkVtbl, on_notify), 3), "IMAPIAdviseSink::OnNotify");
    assert!(at(offset_of!(IMAPIProgressVtbl, unknown.query_interface), 0), "IMAPIProgress::QueryInterface");
    assert!(at(offset_of!(IMAPIProgressVtbl, unknown.add_ref), 1), "IMAPIProgress::AddRef");
    assert!(at(offset_of!(IMAPIProgressVtbl, unknown.release), 2), "IMAPIProgress::Release");
    assert!(at(offset_of!(IMAPIProgressVtbl, progress), 3), "IMAPIProgress::Progress");
    assert!(at(offset_of!(IMAPIProgressVtbl, get_flags), 4), "IMAPIProgress::GetFlags");
    assert!(at(offset_of!(IMAPIProgressVtbl, get_max), 5), "IMAPIProgress::GetMax");
    assert!(at(offset_of!(IMAPIProgressVtbl, get_min), 6), "IMAPIProgress::GetMin");
    assert!(at(offset_of!(IMAPIProgressVtbl, set_limits), 7), "IMAPIProgress::SetLimits");
    assert!(at(offset_of!(IProfSectVtbl, prop.unknown.query_interface), 0), "IProfSect::QueryInterface");
    assert!(at(offset_of!(IProfSectVtbl, prop.unknown.add_ref), 1), "IProfSect::AddRef");
    assert!(at(offset_of!(IProfSectVtbl, prop.unknown.release), 2), "IProfSect::Release");
    assert!(at(offset_of!(IProfSectVtbl, prop.get_last_error), 3), "IProfSect::GetLastError");
    assert!(at(offset_of!(IProfSectVtbl, prop.save_changes), 4), "IProfSect::SaveChanges");
    assert!(at(offset_of!(IProfSectVtbl, prop.get_props), 5), "IProfSect::GetProps");
    assert!(at(offset_of!(IProfSectVtbl, prop.get_prop_list), 6), "IProfSect::GetPropList");
    assert!(at(offset_of!(IProfSectVtbl, prop.open_property), 7), "IProfSect::OpenProperty");
    assert!(at(offset_of!(IProfSectVtbl, prop.set_props), 8), "IProfSect::SetProps");
    assert!(at(offset_of!(IProfSectVtbl, prop.delete_props), 9), "IProfSect::DeleteProps");
    assert!(at(offset_of!(IProfSectVtbl, prop.copy_to), 10), "IProfSect::CopyTo");
    assert!(at(offset_of!(IProfSectVtbl, prop.copy_props), 11), "IProfSect::CopyProps");
    assert!(at(offset_of!(IProfSectVtbl, prop.get_names_from_ids), 12), "IProfSect::GetNamesFromIDs");
    assert!(at(offset_of!(IProfSectVtbl, prop.get_ids_from_names), 13), "IProfSect::GetIDsFromNames");
    assert!(at(offset_of!(IMAPIStatusVtbl, prop.unknown.query_interface), 0), "IMAPIStatus::QueryInterface");
    assert!(at(offset_of!(IMAPIStatusVtbl, prop.unknown.add_ref), 1), "IMAPIStatus::AddRef");
    assert!(at(offset_of!(IMAPIStatusVtbl, prop.unknown.release), 2), "IMAPIStatus::Release");
    assert!(at(offset_of!(IMAPIStatusVtbl, prop.get_last_error), 3), "IMAPIStatus::GetLastError");
    assert!(at(offset_of!(IMAPIStatusVtbl, prop.save_changes), 4), "IMAPIStatus::SaveChanges");
    assert!(at(offset_of!(IMAPIStatusVtbl, prop.get_props), 5), "IMAPIStatus::GetProps");
    assert!(at(offset_of!(IMAPIStatusVtbl, prop.get_prop_list), 6), "IMAPIStatus::GetPropList");
    assert!(at(offset_of!(IMAPIStatusVtbl, prop.open_property), 7), "IMAPIStatus::OpenProperty");
    assert!(at(offset_of!(IMAPIStatusVtbl, prop.set_props), 8), "IMAPIStatus::SetProps");
    assert!(at(offset_of!(IMAPIStatusVtbl, prop.delete_props), 9), "IMAPIStatus::DeleteProps");
    assert!(at(offset_of!(IMAPIStatusVtbl, prop.copy_to), 10), "IMAPIStatus::CopyTo");
    assert!(at(offset_of!(IMAPIStatusVtbl, prop.copy_props), 11), "IMAPIStatus::CopyProps");
    assert!(at(offset_of!(IMAPIStatusVtbl, prop.get_names_from_ids), 12), "IMAPIStatus::GetNamesFromIDs");
    assert!(at(offset_of!(IMAPIStatusVtbl, prop.get_ids_from_names), 13), "IMAPIStatus::GetIDsFromNames");
    assert!(at(offset_of!(IMAPIStatusVtbl, validate_state), 14), "IMAPIStatus::ValidateState");
    assert!(at(offset_of!(IMAPIStatusVtbl, settings_dialog), 15), "IMAPIStatus::SettingsDialog");
    assert!(at(offset_of!(IMAPIStatusVtbl, change_password), 16), "IMAPIStatus::ChangePassword");
    assert!(at(offset_of!(IMAPIStatusVtbl, flush_queues), 17), "IMAPIStatus::FlushQueues");
    assert!(at(offset_of!(IMAPIContainerVtbl, prop.unknown.query_interface), 0), "IMAPIContainer::QueryInterface");
    assert!(at(offset_of!(IMAPIContainerVtbl, prop.unknown.add_ref), 1), "IMAPIContainer::AddRef");
    assert!(at(offset_of!(IMAPIContainerVtbl, prop.unknown.release), 2), "IMAPIContainer::Release");
    assert!(at(offset_of!(IMAPIContainerVtbl, prop.get_last_error), 3), "IMAPIContainer::GetLastError");
    assert!(at(offset_of!(IMAPIContainerVtbl, prop.save_changes), 4), "IMAPIContainer::SaveChanges");
    assert!(at(offset_of!(IMAPIContainerVtbl, prop.get_props), 5), "IMAPIContainer::GetProps");
    assert!(at(offset_of!(IMAPIContainerVtbl, prop.get_prop_list), 6), "IMAPIContainer::GetPropList");
    assert!(at(offset_of!(IMAPIContainerVtbl, prop.open_property), 7), "IMAPIContainer::OpenProperty");
    assert!(at(offset_of!(IMAPIContainerVtbl, prop.set_props), 8), "IMAPIContainer::SetProps");
    assert!(at(offset_of!(IMAPIContainerVtbl, prop.delete_props), 9), "IMAPIContainer::DeleteProps");
    assert!(at(offset_of!(IMAPIContainerVtbl, prop.copy_to), 10), "IMAPIContainer::CopyTo");
    assert!(at(offset_of!(IMAPIContainerVtbl, prop.copy_props), 11), "IMAPIContainer::CopyProps");
    assert!(at(offset_of!(IMAPIContainerVtbl, prop.get_names_from_ids), 12), "IMAPIContainer::GetNamesFromIDs");
    assert!(at(offset_of!(IMAPIContainerVtbl, prop.get_ids_from_names), 13), "IMAPIContainer::GetIDsFromNames");
    assert!(at(offset_of!(IMAPIContainerVtbl, get_contents_table), 14), "IMAPIContainer::GetContentsTable");
    assert!(at(offset_of!(IMAPIContainerVtbl, get_hierarchy_table), 15), "IMAPIContainer::GetHierarchyTable");
    assert!(at(offset_of!(IMAPIContainerVtbl, open_entry), 16), "IMAPIContainer::OpenEntry");
    assert!(at(offset_of!(IMAPIContainerVtbl, set_search_criteria), 17), "IMAPIContainer::SetSearchCriteria");
    assert!(at(offset_of!(IMAPIContainerVtbl, get_search_criteria), 18), "IMAPIContainer::GetSearchCriteria");
    assert!(at(offset_of!(IMAPIFolderVtbl, container.prop.unknown.query_interface), 0), "IMAPIFolder::QueryInterface");
    assert!(at(offset_of!(IMAPIFolderVtbl, container.prop.unknown.add_ref), 1), "IMAPIFolder::AddRef");
    assert!(at(offset_of!(IMAPIFolderVtbl, container.prop.unknown.release), 2), "IMAPIFolder::Release");
    assert!(at(offset_of!(IMAPIFolderVtbl, container.prop.get_last_error), 3), "IMAPIFolder::GetLastError");
    assert!(at(offset_of!(IMAPIFolderVtbl, container.prop.save_changes), 4), "IMAPIFolder::SaveChanges");
    assert!(at(offset_of!(IMAPIFolderVtbl, container.prop.get_props), 5), "IMAPIFolder::GetProps");
    assert!(at(offset_of!(IMAPIFolderVtbl, container.prop.get_prop_list), 6), "IMAPIFolder::GetPropList");
    assert!(at(offset_of!(IMAPIFolderVtbl, container.prop.open_property), 7), "IMAPIFolder::OpenProperty");
    assert!(at(offset_of!(IMAPIFolderVtbl, container.prop.set_props), 8), "IMAPIFolder::SetProps");
    assert!(at(offset_of!(IMAPIFolderVtbl, container.prop.delete_props), 9), "IMAPIFolder::DeleteProps");
    assert!(at(offset_of!(IMAPIFolderVtbl, container.prop.copy_to), 10), "IMAPIFolder::CopyTo");
    assert!(at(offset_of!(IMAPIFolderVtbl, container.prop.copy_props), 11), "IMAPIFolder::CopyProps");
    assert!(at(offset_of!(IMAPIFolderVtbl, container.prop.get_names_from_ids), 12), "IMAPIFolder::GetNamesFromIDs");
    assert!(at(offset_of!(IMAPIFolderVtbl, container.prop.get_ids_from_names), 13), "IMAPIFolder::GetIDsFromNames");
    assert!(at(offset_of!(IMAPIFolderVtbl, container.get_contents_table), 14), "IMAPIFolder::GetContentsTable");
    assert!(at(offset_of!(IMAPIFolderVtbl, container.get_hierarchy_table), 15), "IMAPIFolder::GetHierarchyTable");
    assert!(at(offset_of!(IMAPIFolderVtbl, container.open_entry), 16), "IMAPIFolder::OpenEntry");
    assert!(at(offset_of!(IMAPIFolderVtbl, container.set_search_criteria), 17), "IMAPIFolder::SetSearchCriteria");
    assert!(at(offset_of!(IMAPIFolderVtbl, container.get_search_criteria), 18), "IMAPIFolder::GetSearchCriteria");
    assert!(at(offset_of!(IMAPIFolderVtbl, create_message), 19), "IMAPIFolder::CreateMessage");
    assert!(at(offset_of!(IMAPIFolderVtbl, copy_messages), 20), "IMAPIFolder::CopyMessages");
    assert!(at(offset_of!(IMAPIFolderVtbl, delete_messages), 21), "IMAPIFolder::DeleteMessages");
    assert!(at(offset_of!(IMAPIFolderVtbl, create_folder), 22), "IMAPIFolder::CreateFolder");
    assert!(at(offset_of!(IMAPIFolderVtbl, copy_folder), 23), "IMAPIFolder::CopyFolder");
    assert!(at(offset_of!(IMAPIFolderVtbl, delete_folder), 24), "IMAPIFolder::DeleteFolder");
    assert!(at(offset_of!(IMAPIFolderVtbl, set_read_flags), 25), "IMAPIFolder::SetReadFlags");
    assert!(at(offset_of!(IMAPIFolderVtbl, get_message_status), 26), "IMAPIFolder::GetMessageStatus");
    assert!(at(offset_of!(IMAPIFolderVtbl, set_message_status), 27), "IMAPIFolder::SetMessageStatus");
    assert!(at(offset_of!(IMAPIFolderVtbl, save_contents_sort), 28), "IMAPIFolder::SaveContentsSort");
    assert!(at(offset_of!(IMAPIFolderVtbl, empty_folder), 29), "IMAPIFolder::EmptyFolder");
    assert!(at(offset_of!(IMsgStoreVtbl, prop.unknown.query_interface), 0), "IMsgStore::QueryInterface");
    assert!(at(offset_of!(IMsgStoreVtbl, prop.unknown.add_ref), 1), "IMsgStore::AddRef");
    assert!(at(offset_of!(IMsgStoreVtbl, prop.unknown.release), 2), "IMsgStore::Release");
    assert!(at(offset_of!(IMsgStoreVtbl, prop.get_last_error), 3), "IMsgStore::GetLastError");
    assert!(at(offset_of!(IMsgStoreVtbl, prop.save_changes), 4), "IMsgStore::SaveChanges");
    assert!(at(offset_of!(IMsgStoreVtbl, prop.get_props), 5), "IMsgStore::GetProps");
    assert!(at(offset_of!(IMsgStoreVtbl, prop.get_prop_list), 6), "IMsgStore::GetPropList");
    assert!(at(offset_of!(IMsgStoreVtbl, prop.open_property), 7), "IMsgStore::OpenProperty");
    assert!(at(offset_of!(IMsgStoreVtbl, prop.set_props), 8), "IMsgStore::SetProps");
    assert!(at(offset_of!(IMsgStoreVtbl, prop.delete_props), 9), "IMsgStore::DeleteProps");
    assert!(at(offset_of!(IMsgStoreVtbl, prop.copy_to), 10), "IMsgStore::CopyTo");
    assert!(at(offset_of!(IMsgStoreVtbl, prop.copy_props), 11), "IMsgStore::CopyProps");
    assert!(at(offset_of!(IMsgStoreVtbl, prop.get_names_from_ids), 12), "IMsgStore::GetNamesFromIDs");
    assert!(at(offset_of!(IMsgStoreVtbl, prop.get_ids_from_names), 13), "IMsgStore::GetIDsFromNames");
    assert!(at(offset_of!(IMsgStoreVtbl, advise), 14), "IMsgStore::Advise");
    assert!(at(offset_of!(IMsgStoreVtbl, unadvise), 15), "IMsgStore::Unadvise");
    assert!(at(offset_of!(IMsgStoreVtbl, compare_entry_ids), 16), "IMsgStore::CompareEntryIDs");
    assert!(at(offset_of!(IMsgStoreVtbl, open_entry), 17), "IMsgStore::OpenEntry");
    assert!(at(offset_of!(IMsgStoreVtbl, set_receive_folder), 18), "IMsgStore::SetReceiveFolder");
    assert!(at(offset_of!(IMsgStoreVtbl, get_receive_folder), 19), "IMsgStore::GetReceiveFolder");
    assert!(at(offset_of!(IMsgStoreVtbl, get_receive_folder_table), 20), "IMsgStore::GetReceiveFolderTable");
    assert!(at(offset_of!(IMsgStoreVtbl, store_logoff), 21), "IMsgStore::StoreLogoff");
    assert!(at(offset_of!(IMsgStoreVtbl, abort_submit), 22), "IMsgStore::AbortSubmit");
    assert!(at(offset_of!(IMsgStoreVtbl, get_outgoing_queue), 23), "IMsgStore::GetOutgoingQueue");
    assert!(at(offset_of!(IMsgStoreVtbl, set_lock_state), 24), "IMsgStore::SetLockState");
    assert!(at(offset_of!(IMsgStoreVtbl, finished_msg), 25), "IMsgStore::FinishedMsg");
    assert!(at(offset_of!(IMsgStoreVtbl, notify_new_mail), 26), "IMsgStore::NotifyNewMail");
    assert!(at(offset_of!(IMessageVtbl, prop.unknown.query_interface), 0), "IMessage::QueryInterface");
    assert!(at(offset_of!(IMessageVtbl, prop.unknown.add_ref), 1), "IMessage::AddRef");
    assert!(at(offset_of!(IMessageVtbl, prop.unknown.release), 2), "IMessage::Release");
    assert!(at(offset_of!(IMessageVtbl, prop.get_last_error), 3), "IMessage::GetLastError");
    assert!(at(offset_of!(IMessageVtbl, prop.save_changes), 4), "IMessage::SaveChanges");
    assert!(at(offset_of!(IMessageVtbl, prop.get_props), 5), "IMessage::GetProps");
    assert!(at(offset_of!(IMessageVtbl, prop.get_prop_list), 6), "IMessage::GetPropList");
    assert!(at(offset_of!(IMessageVtbl, prop.open_property), 7), "IMessage::OpenProperty");
    assert!(at(offset_of!(IMessageVtbl, prop.set_props), 8), "IMessage::SetProps");
    assert!(at(offset_of!(IMessageVtbl, prop.delete_props), 9), "IMessage::DeleteProps");
    assert!(at(offset_of!(IMessageVtbl, prop.copy_to), 10), "IMessage::CopyTo");
    assert!(at(offset_of!(IMessageVtbl, prop.copy_props), 11), "IMessage::CopyProps");
    assert!(at(offset_of!(IMessageVtbl, prop.get_names_from_ids), 12), "IMessage::GetNamesFromIDs");
    assert!(at(offset_of!(IMessageVtbl, prop.get_ids_from_names), 13), "IMessage::GetIDsFromNames");
    assert!(at(offset_of!(IMessageVtbl, get_attachment_table), 14), "IMessage::GetAttachmentTable");
    assert!(at(offset_of!(IMessageVtbl, open_attach), 15), "IMessage::OpenAttach");
    assert!(at(offset_of!(IMessageVtbl, create_attach), 16), "IMessage::CreateAttach");
    assert!(at(offset_of!(IMessageVtbl, delete_attach), 17), "IMessage::DeleteAttach");
    assert!(at(offset_of!(IMessageVtbl, get_recipient_table), 18), "IMessage::GetRecipientTable");
    assert!(at(offset_of!(IMessageVtbl, modify_recipients), 19), "IMessage::ModifyRecipients");
    assert!(at(offset_of!(IMessageVtbl, submit_message), 20), "IMessage::SubmitMessage");
    assert!(at(offset_of!(IMessageVtbl, set_read_flag), 21), "IMessage::SetReadFlag");
    assert!(at(offset_of!(IAttachVtbl, prop.unknown.query_interface), 0), "IAttach::QueryInterface");
    assert!(at(offset_of!(IAttachVtbl, prop.unknown.add_ref), 1), "IAttach::AddRef");
    assert!(at(offset_of!(IAttachVtbl, prop.unknown.release), 2), "IAttach::Release");
    assert!(at(offset_of!(IAttachVtbl, prop.get_last_error), 3), "IAttach::GetLastError");
    assert!(at(offset_of!(IAttachVtbl, prop.save_changes), 4), "IAttach::SaveChanges");
    assert!(at(offset_of!(IAttachVtbl, prop.get_props), 5), "IAttach::GetProps");
    assert!(at(offset_of!(IAttachVtbl, prop.get_prop_list), 6), "IAttach::GetPropList");
    assert!(at(offset_of!(IAttachVtbl, prop.open_property), 7), "IAttach::OpenProperty");
    assert!(at(offset_of!(IAttachVtbl, prop.set_props), 8), "IAttach::SetProps");
    assert!(at(offset_of!(IAttachVtbl, prop.delete_props), 9), "IAttach::DeleteProps");
    assert!(at(offset_of!(IAttachVtbl, prop.copy_to), 10), "IAttach::CopyTo");
    assert!(at(offset_of!(IAttachVtbl, prop.copy_props), 11), "IAttach::CopyProps");
    assert!(at(offset_of!(IAttachVtbl, prop.get_names_from_ids), 12), "IAttach::GetNamesFromIDs");
    assert!(at(offset_of!(IAttachVtbl, prop.get_ids_from_names), 13), "IAttach::GetIDsFromNames");
    assert!(at(offset_of!(IMSProviderVtbl, unknown.query_interface), 0), "IMSProvider::QueryInterface");
    assert!(at(offset_of!(IMSProviderVtbl, unknown.add_ref), 1), "IMSProvider::AddRef");
    assert!(at(offset_of!(IMSProviderVtbl, unknown.release), 2), "IMSProvider::Release");
    assert!(at(offset_of!(IMSProviderVtbl, shutdown), 3), "IMSProvider::Shutdown");
    assert!(at(offset_of!(IMSProviderVtbl, logon), 4), "IMSProvider::Logon");
    assert!(at(offset_of!(IMSProviderVtbl, spooler_logon), 5), "IMSProvider::SpoolerLogon");
    assert!(at(offset_of!(IMSProviderVtbl, compare_store_ids), 6), "IMSProvider::CompareStoreIDs");
    assert!(at(offset_of!(IMSLogonVtbl, unknown.query_interface), 0), "IMSLogon::QueryInterface");
    assert!(at(offset_of!(IMSLogonVtbl, unknown.add_ref), 1), "IMSLogon::AddRef");
    assert!(at(offset_of!(IMSLogonVtbl, unknown.release), 2), "IMSLogon::Release");
    assert!(at(offset_of!(IMSLogonVtbl, get_last_error), 3), "IMSLogon::GetLastError");
    assert!(at(offset_of!(IMSLogonVtbl, logoff), 4), "IMSLogon::Logoff");
    assert!(at(offset_of!(IMSLogonVtbl, open_entry), 5), "IMSLogon::OpenEntry");
    assert!(at(offset_of!(IMSLogonVtbl, compare_entry_ids), 6), "IMSLogon::CompareEntryIDs");
    assert!(at(offset_of!(IMSLogonVtbl, advise), 7), "IMSLogon::Advise");
    assert!(at(offset_of!(IMSLogonVtbl, unadvise), 8), "IMSLogon::Unadvise");
    assert!(at(offset_of!(IMSLogonVtbl, open_status_entry), 9), "IMSLogon::OpenStatusEntry");
    assert!(at(offset_of!(IABProviderVtbl, unknown.query_interface), 0), "IABProvider::QueryInterface");
    assert!(at(offset_of!(IABProviderVtbl, unknown.add_ref), 1), "IABProvider::AddRef");
    assert!(at(offset_of!(IABProviderVtbl, unknown.release), 2), "IABProvider::Release");
    assert!(at(offset_of!(IABProviderVtbl, shutdown), 3), "IABProvider::Shutdown");
    assert!(at(offset_of!(IABProviderVtbl, logon), 4), "IABProvider::Logon");
    assert!(at(offset_of!(IABLogonVtbl, unknown.query_interface), 0), "IABLogon::QueryInterface");
    assert!(at(offset_of!(IABLogonVtbl, unknown.add_ref), 1), "IABLogon::AddRef");
    assert!(at(offset_of!(IABLogonVtbl, unknown.release), 2), "IABLogon::Release");
    assert!(at(offset_of!(IABLogonVtbl, get_last_error), 3), "IABLogon::GetLastError");
    assert!(at(offset_of!(IABLogonVtbl, logoff), 4), "IABLogon::Logoff");
    assert!(at(offset_of!(IABLogonVtbl, open_entry), 5), "IABLogon::OpenEntry");
    assert!(at(offset_of!(IABLogonVtbl, compare_entry_ids), 6), "IABLogon::CompareEntryIDs");
    assert!(at(offset_of!(IABLogonVtbl, advise), 7), "IABLogon::Advise");
    assert!(at(offset_of!(IABLogonVtbl, unadvise), 8), "IABLogon::Unadvise");
    assert!(at(offset_of!(IABLogonVtbl, open_status_entry), 9), "IABLogon::OpenStatusEntry");
    assert!(at(offset_of!(IABLogonVtbl, open_template_id), 10), "IABLogon::OpenTemplateID");
    assert!(at(offset_of!(IABLogonVtbl, get_one_off_table), 11), "IABLogon::GetOneOffTable");
    assert!(at(offset_of!(IABLogonVtbl, prepare_recips), 12), "IABLogon::PrepareRecips");
    assert!(
        at(offset_of!(IABContainerVtbl, container.prop.unknown.query_interface), 0),
        "IABContainer::QueryInterface"
    );
    assert!(at(offset_of!(IABContainerVtbl, container.prop.unknown.add_ref), 1), "IABContainer::AddRef");
    assert!(at(offset_of!(IABContainerVtbl, container.prop.unknown.release), 2), "IABContainer::Release");
    assert!(at(offset_of!(IABContainerVtbl, container.prop.get_last_error), 3), "IABContainer::GetLastError");
    assert!(at(offset_of!(IABContainerVtbl, container.prop.save_changes), 4), "IABContainer::SaveChanges");
    assert!(at(offset_of!(IABContainerVtbl, container.prop.get_props), 5), "IABContainer::GetProps");
    assert!(at(offset_of!(IABContainerVtbl, container.prop.get_prop_list), 6), "IABContainer::GetPropList");
    assert!(at(offset_of!(IABContainerVtbl, container.prop.open_property), 7), "IABContainer::OpenProperty");
    assert!(at(offset_of!(IABContainerVtbl, container.prop.set_props), 8), "IABContainer::SetProps");
    assert!(at(offset_of!(IABContainerVtbl, container.prop.delete_props), 9), "IABContainer::DeleteProps");
    assert!(at(offset_of!(IABContainerVtbl, container.prop.copy_to), 10), "IABContainer::CopyTo");
    assert!(at(offset_of!(IABContainerVtbl, container.prop.copy_props), 11), "IABContainer::CopyProps");
    assert!(at(offset_of!(IABContainerVtbl, container.prop.get_names_from_ids), 12), "IABContainer::GetNamesFromIDs");
    assert!(at(offset_of!(IABContainerVtbl, container.prop.get_ids_from_names), 13), "IABContainer::GetIDsFromNames");
    assert!(at(offset_of!(IABContainerVtbl, container.get_contents_table), 14), "IABContainer::GetContentsTable");
    assert!(at(offset_of!(IABContainerVtbl, container.get_hierarchy_table), 15), "IABContainer::GetHierarchyTable");
    assert!(at(offset_of!(IABContainerVtbl, container.open_entry), 16), "IABContainer::OpenEntry");
    assert!(at(offset_of!(IABContainerVtbl, container.set_search_criteria), 17), "IABContainer::SetSearchCriteria");
    assert!(at(offset_of!(IABContainerVtbl, container.get_search_criteria), 18), "IABContainer::GetSearchCriteria");
    assert!(at(offset_of!(IABContainerVtbl, create_entry), 19), "IABContainer::CreateEntry");
    assert!(at(offset_of!(IABContainerVtbl, copy_entries), 20), "IABContainer::CopyEntries");
    assert!(at(offset_of!(IABContainerVtbl, delete_entries), 21), "IABContainer::DeleteEntries");
    assert!(at(offset_of!(IABContainerVtbl, resolve_names), 22), "IABContainer::ResolveNames");
    assert!(at(offset_of!(IXPProviderVtbl, unknown.query_interface), 0), "IXPProvider::QueryInterface");
    assert!(at(offset_of!(IXPProviderVtbl, unknown.add_ref), 1), "IXPProvider::AddRef");
    assert!(at(offset_of!(IXPProviderVtbl, unknown.release), 2), "IXPProvider::Release");
    assert!(at(offset_of!(IXPProviderVtbl, shutdown), 3), "IXPProvider::Shutdown");
    assert!(at(offset_of!(IXPProviderVtbl, transport_logon), 4), "IXPProvider::TransportLogon");
    assert!(at(offset_of!(IXPLogonVtbl, unknown.query_interface), 0), "IXPLogon::QueryInterface");
    assert!(at(offset_of!(IXPLogonVtbl, unknown.add_ref), 1), "IXPLogon::AddRef");
    assert!(at(offset_of!(IXPLogonVtbl, unknown.release), 2), "IXPLogon::Release");
    assert!(at(offset_of!(IXPLogonVtbl, address_types), 3), "IXPLogon::AddressTypes");
    assert!(at(offset_of!(IXPLogonVtbl, register_options), 4), "IXPLogon::RegisterOptions");
    assert!(at(offset_of!(IXPLogonVtbl, transport_notify), 5), "IXPLogon::TransportNotify");
    assert!(at(offset_of!(IXPLogonVtbl, idle), 6), "IXPLogon::Idle");
    assert!(at(offset_of!(IXPLogonVtbl, transport_logoff), 7), "IXPLogon::TransportLogoff");
    assert!(at(offset_of!(IXPLogonVtbl, submit_message), 8), "IXPLogon::SubmitMessage");
    assert!(at(offset_of!(IXPLogonVtbl, end_message), 9), "IXPLogon::EndMessage");
    assert!(at(offset_of!(IXPLogonVtbl, poll), 10), "IXPLogon::Poll");
    assert!(at(offset_of!(IXPLogonVtbl, start_message), 11), "IXPLogon::StartMessage");
    assert!(at(offset_of!(IXPLogonVtbl, open_status_entry), 12), "IXPLogon::OpenStatusEntry");
    assert!(at(offset_of!(IXPLogonVtbl, validate_state), 13), "IXPLogon::ValidateState");
    assert!(at(offset_of!(IXPLogonVtbl, flush_queues), 14), "IXPLogon::FlushQueues");
    assert!(at(offset_of!(IMAPISupportVtbl, unknown.query_interface), 0), "IMAPISupport::QueryInterface");
    assert!(at(offset_of!(IMAPISupportVtbl, unknown.add_ref), 1), "IMAPISupport::AddRef");
    assert!(at(offset_of!(IMAPISupportVtbl, unknown.release), 2), "IMAPISupport::Release");
    assert!(at(offset_of!(IMAPISupportVtbl, get_last_error), 3), "IMAPISupport::GetLastError");
    assert!(at(offset_of!(IMAPISupportVtbl, get_mem_alloc_routines), 4), "IMAPISupport::GetMemAllocRoutines");
    assert!(at(offset_of!(IMAPISupportVtbl, subscribe), 5), "IMAPISupport::Subscribe");
    assert!(at(offset_of!(IMAPISupportVtbl, unsubscribe), 6), "IMAPISupport::Unsubscribe");
    assert!(at(offset_of!(IMAPISupportVtbl, notify), 7), "IMAPISupport::Notify");
    assert!(at(offset_of!(IMAPISupportVtbl, modify_status_row), 8), "IMAPISupport::ModifyStatusRow");
    assert!(at(offset_of!(IMAPISupportVtbl, open_profile_section), 9), "IMAPISupport::OpenProfileSection");
    assert!(at(offset_of!(IMAPISupportVtbl, register_preprocessor), 10), "IMAPISupport::RegisterPreprocessor");
    assert!(at(offset_of!(IMAPISupportVtbl, new_uid), 11), "IMAPISupport::NewUID");
    assert!(at(offset_of!(IMAPISupportVtbl, make_invalid), 12), "IMAPISupport::MakeInvalid");
    assert!(at(offset_of!(IMAPISupportVtbl, spooler_yield), 13), "IMAPISupport::SpoolerYield");
    assert!(at(offset_of!(IMAPISupportVtbl, spooler_notify), 14), "IMAPISupport::SpoolerNotify");
    assert!(at(offset_of!(IMAPISupportVtbl, create_one_off), 15), "IMAPISupport::CreateOneOff");
    assert!(at(offset_of!(IMAPISupportVtbl, set_provider_uid), 16), "IMAPISupport::SetProviderUID");
    assert!(at(offset_of!(IMAPISupportVtbl, compare_entry_ids), 17), "IMAPISupport::CompareEntryIDs");
    assert!(at(offset_of!(IMAPISupportVtbl, open_template_id), 18), "IMAPISupport::OpenTemplateID");
    assert!(at(offset_of!(IMAPISupportVtbl, open_entry), 19), "IMAPISupport::OpenEntry");
    assert!(at(offset_of!(IMAPISupportVtbl, get_one_off_table), 20), "IMAPISupport::GetOneOffTable");
    assert!(at(offset_of!(IMAPISupportVtbl, address), 21), "IMAPISupport::Address");
    assert!(at(offset_of!(IMAPISupportVtbl, details), 22), "IMAPISupport::Details");
    assert!(at(offset_of!(IMAPISupportVtbl, new_entry), 23), "IMAPISupport::NewEntry");
    assert!(at(offset_of!(IMAPISupportVtbl, do_config_propsheet), 24), "IMAPISupport::DoConfigPropsheet");
    assert!(at(offset_of!(IMAPISupportVtbl, copy_messages), 25), "IMAPISupport::CopyMessages");
    assert!(at(offset_of!(IMAPISupportVtbl, copy_folder), 26), "IMAPISupport::CopyFolder");
    assert!(at(offset_of!(IMAPISupportVtbl, do_copy_to), 27), "IMAPISupport::DoCopyTo");
    assert!(at(offset_of!(IMAPISupportVtbl, do_copy_props), 28), "IMAPISupport::DoCopyProps");
    assert!(at(offset_of!(IMAPISupportVtbl, do_progress_dialog), 29), "IMAPISupport::DoProgressDialog");
    assert!(at(offset_of!(IMAPISupportVtbl, read_receipt), 30), "IMAPISupport::ReadReceipt");
    assert!(at(offset_of!(IMAPISupportVtbl, prepare_submit), 31), "IMAPISupport::PrepareSubmit");
    assert!(at(offset_of!(IMAPISupportVtbl, expand_recips), 32), "IMAPISupport::ExpandRecips");
    assert!(at(offset_of!(IMAPISupportVtbl, update_pab), 33), "IMAPISupport::UpdatePAB");
    assert!(at(offset_of!(IMAPISupportVtbl, do_sent_mail), 34), "IMAPISupport::DoSentMail");
    assert!(at(offset_of!(IMAPISupportVtbl, open_address_book), 35), "IMAPISupport::OpenAddressBook");
    assert!(at(offset_of!(IMAPISupportVtbl, preprocess), 36), "IMAPISupport::Preprocess");
    assert!(at(offset_of!(IMAPISupportVtbl, complete_msg), 37), "IMAPISupport::CompleteMsg");
    assert!(at(offset_of!(IMAPISupportVtbl, store_logoff_transports), 38), "IMAPISupport::StoreLogoffTransports");
    assert!(at(offset_of!(IMAPISupportVtbl, status_recips), 39), "IMAPISupport::StatusRecips");
    assert!(at(offset_of!(IMAPISupportVtbl, wrap_store_entry_id), 40), "IMAPISupport::WrapStoreEntryID");
    assert!(at(offset_of!(IMAPISupportVtbl, modify_profile), 41), "IMAPISupport::ModifyProfile");
    assert!(at(offset_of!(IMAPISupportVtbl, i_storage_from_stream), 42), "IMAPISupport::IStorageFromStream");
    assert!(at(offset_of!(IMAPISupportVtbl, get_svc_config_support_obj), 43), "IMAPISupport::GetSvcConfigSupportObj");
    assert!(at(offset_of!(IMAPISessionVtbl, unknown.query_interface), 0), "IMAPISession::QueryInterface");
    assert!(at(offset_of!(IMAPISessionVtbl, unknown.add_ref), 1), "IMAPISession::AddRef");
    assert!(at(offset_of!(IMAPISessionVtbl, unknown.release), 2), "IMAPISession::Release");
    assert!(at(offset_of!(IMAPISessionVtbl, get_last_error), 3), "IMAPISession::GetLastError");
    assert!(at(offset_of!(IMAPISessionVtbl, get_msg_stores_table), 4), "IMAPISession::GetMsgStoresTable");
    assert!(at(offset_of!(IMAPISessionVtbl, open_msg_store), 5), "IMAPISession::OpenMsgStore");
    assert!(at(offset_of!(IMAPISessionVtbl, open_address_book), 6), "IMAPISession::OpenAddressBook");
    assert!(at(offset_of!(IMAPISessionVtbl, open_profile_section), 7), "IMAPISession::OpenProfileSection");
    assert!(at(offset_of!(IMAPISessionVtbl, get_status_table), 8), "IMAPISession::GetStatusTable");
    assert!(at(offset_of!(IMAPISessionVtbl, open_entry), 9), "IMAPISession::OpenEntry");
    assert!(at(offset_of!(IMAPISessionVtbl, compare_entry_ids), 10), "IMAPISession::CompareEntryIDs");
    assert!(at(offset_of!(IMAPISessionVtbl, advise), 11), "IMAPISession::Advise");
    assert!(at(offset_of!(IMAPISessionVtbl, unadvise), 12), "IMAPISession::Unadvise");
    assert!(at(offset_of!(IMAPISessionVtbl, message_options), 13), "IMAPISession::MessageOptions");
    assert!(at(offset_of!(IMAPISessionVtbl, query_default_message_opt), 14), "IMAPISession::QueryDefaultMessageOpt");
    assert!(at(offset_of!(IMAPISessionVtbl, enum_adr_types), 15), "IMAPISession::EnumAdrTypes");
    assert!(at(offset_of!(IMAPISessionVtbl, query_identity), 16), "IMAPISession::QueryIdentity");
    assert!(at(offset_of!(IMAPISessionVtbl, logoff), 17), "IMAPISession::Logoff");
    assert!(at(offset_of!(IMAPISessionVtbl, set_default_store), 18), "IMAPISession::SetDefaultStore");
    assert!(at(offset_of!(IMAPISessionVtbl, admin_services), 19), "IMAPISession::AdminServices");
    assert!(at(offset_of!(IMAPISessionVtbl, show_form), 20), "IMAPISession::ShowForm");
    assert!(at(offset_of!(IMAPISessionVtbl, prepare_form), 21), "IMAPISession::PrepareForm");
    assert!(
        at(offset_of!(IMAPIProviderShutdownVtbl, unknown.query_interface), 0),
        "IMAPIProviderShutdown::QueryInterface"
    );
    assert!(at(offset_of!(IMAPIProviderShutdownVtbl, unknown.add_ref), 1), "IMAPIProviderShutdown::AddRef");
    assert!(at(offset_of!(IMAPIProviderShutdownVtbl, unknown.release), 2), "IMAPIProviderShutdown::Release");
    assert!(
        at(offset_of!(IMAPIProviderShutdownVtbl, query_fast_shutdown), 3),
        "IMAPIProviderShutdown::QueryFastShutdown"
    );
    assert!(
        at(offset_of!(IMAPIProviderShutdownVtbl, notify_process_shutdown), 4),
        "IMAPIProviderShutdown::NotifyProcessShutdown"
    );
    assert!(at(offset_of!(IMAPIProviderShutdownVtbl, do_fast_shutdown), 5), "IMAPIProviderShutdown::DoFastShutdown");
    assert!(at(offset_of!(IMAPIClientShutdownVtbl, unknown.query_interface), 0), "IMAPIClientShutdown::QueryInterface");
    assert!(at(offset_of!(IMAPIClientShutdownVtbl, unknown.add_ref), 1), "IMAPIClientShutdown::AddRef");
    assert!(at(offset_of!(IMAPIClientShutdownVtbl, unknown.release), 2), "IMAPIClientShutdown::Release");
    assert!(at(offset_of!(IMAPIClientShutdownVtbl, query_fast_shutdown), 3), "IMAPIClientShutdown::QueryFastShutdown");
    assert!(
        at(offset_of!(IMAPIClientShutdownVtbl, notify_process_shutdown), 4),
        "IMAPIClientShutdown::NotifyProcessShutdown"
    );
    assert!(at(offset_of!(IMAPIClientShutdownVtbl, do_fast_shutdown), 5), "IMAPIClientShutdown::DoFastShutdown");
    assert!(at(offset_of!(IMsgServiceAdminVtbl, unknown.query_interface), 0), "IMsgServiceAdmin::QueryInterface");
    assert!(at(offset_of!(IMsgServiceAdminVtbl, unknown.add_ref), 1), "IMsgServiceAdmin::AddRef");
    assert!(at(offset_of!(IMsgServiceAdminVtbl, unknown.release), 2), "IMsgServiceAdmin::Release");
    assert!(at(offset_of!(IMsgServiceAdminVtbl, get_last_error), 3), "IMsgServiceAdmin::GetLastError");
    assert!(at(offset_of!(IMsgServiceAdminVtbl, get_msg_service_table), 4), "IMsgServiceAdmin::GetMsgServiceTable");
    assert!(at(offset_of!(IMsgServiceAdminVtbl, create_msg_service), 5), "IMsgServiceAdmin::CreateMsgService");
    assert!(at(offset_of!(IMsgServiceAdminVtbl, delete_msg_service), 6), "IMsgServiceAdmin::DeleteMsgService");
    assert!(at(offset_of!(IMsgServiceAdminVtbl, copy_msg_service), 7), "IMsgServiceAdmin::CopyMsgService");
    assert!(at(offset_of!(IMsgServiceAdminVtbl, rename_msg_service), 8), "IMsgServiceAdmin::RenameMsgService");
    assert!(at(offset_of!(IMsgServiceAdminVtbl, configure_msg_service), 9), "IMsgServiceAdmin::ConfigureMsgService");
    assert!(at(offset_of!(IMsgServiceAdminVtbl, open_profile_section), 10), "IMsgServiceAdmin::OpenProfileSection");
    assert!(
        at(offset_of!(IMsgServiceAdminVtbl, msg_service_transport_order), 11),
        "IMsgServiceAdmin::MsgServiceTransportOrder"
    );
    assert!(at(offset_of!(IMsgServiceAdminVtbl, admin_providers), 12), "IMsgServiceAdmin::AdminProviders");
    assert!(at(offset_of!(IMsgServiceAdminVtbl, set_primary_identity), 13), "IMsgServiceAdmin::SetPrimaryIdentity");
    assert!(at(offset_of!(IMsgServiceAdminVtbl, get_provider_table), 14), "IMsgServiceAdmin::GetProviderTable");
    assert!(at(offset_of!(IProviderAdminVtbl, unknown.query_interface), 0), "IProviderAdmin::QueryInterface");
    assert!(at(offset_of!(IProviderAdminVtbl, unknown.add_ref), 1), "IProviderAdmin::AddRef");
    assert!(at(offset_of!(IProviderAdminVtbl, unknown.release), 2), "IProviderAdmin::Release");
    assert!(at(offset_of!(IProviderAdminVtbl, get_last_error), 3), "IProviderAdmin::GetLastError");
    assert!(at(offset_of!(IProviderAdminVtbl, get_provider_table), 4), "IProviderAdmin::GetProviderTable");
    assert!(at(offset_of!(IProviderAdminVtbl, create_provider), 5), "IProviderAdmin::CreateProvider");
    assert!(at(offset_of!(IProviderAdminVtbl, delete_provider), 6), "IProviderAdmin::DeleteProvider");
    assert!(at(offset_of!(IProviderAdminVtbl, open_profile_section), 7), "IProviderAdmin::OpenProfileSection");
    assert!(at(offset_of!(IAddrBookVtbl, prop.unknown.query_interface), 0), "IAddrBook::QueryInterface");
    assert!(at(offset_of!(IAddrBookVtbl, prop.unknown.add_ref), 1), "IAddrBook::AddRef");
    assert!(at(offset_of!(IAddrBookVtbl, prop.unknown.release), 2), "IAddrBook::Release");
    assert!(at(offset_of!(IAddrBookVtbl, prop.get_last_error), 3), "IAddrBook::GetLastError");
    assert!(at(offset_of!(IAddrBookVtbl, prop.save_changes), 4), "IAddrBook::SaveChanges");
    assert!(at(offset_of!(IAddrBookVtbl, prop.get_props), 5), "IAddrBook::GetProps");
    assert!(at(offset_of!(IAddrBookVtbl, prop.get_prop_list), 6), "IAddrBook::GetPropList");
    assert!(at(offset_of!(IAddrBookVtbl, prop.open_property), 7), "IAddrBook::OpenProperty");
    assert!(at(offset_of!(IAddrBookVtbl, prop.set_props), 8), "IAddrBook::SetProps");
    assert!(at(offset_of!(IAddrBookVtbl, prop.delete_props), 9), "IAddrBook::DeleteProps");
    assert!(at(offset_of!(IAddrBookVtbl, prop.copy_to), 10), "IAddrBook::CopyTo");
    assert!(at(offset_of!(IAddrBookVtbl, prop.copy_props), 11), "IAddrBook::CopyProps");
    assert!(at(offset_of!(IAddrBookVtbl, prop.get_names_from_ids), 12), "IAddrBook::GetNamesFromIDs");
    assert!(at(offset_of!(IAddrBookVtbl, prop.get_ids_from_names), 13), "IAddrBook::GetIDsFromNames");
    assert!(at(offset_of!(IAddrBookVtbl, open_entry), 14), "IAddrBook::OpenEntry");
    assert!(at(offset_of!(IAddrBookVtbl, compare_entry_ids), 15), "IAddrBook::CompareEntryIDs");
    assert!(at(offset_of!(IAddrBookVtbl, advise), 16), "IAddrBook::Advise");
    assert!(at(offset_of!(IAddrBookVtbl, unadvise), 17), "IAddrBook::Unadvise");
    assert!(at(offset_of!(IAddrBookVtbl, create_one_off), 18), "IAddrBook::CreateOneOff");
    assert!(at(offset_of!(IAddrBookVtbl, new_entry), 19), "IAddrBook::NewEntry");
    assert!(at(offset_of!(IAddrBookVtbl, resolve_name), 20), "IAddrBook::ResolveName");
    assert!(at(offset_of!(IAddrBookVtbl, address), 21), "IAddrBook::Address");
    assert!(at(offset_of!(IAddrBookVtbl, details), 22), "IAddrBook::Details");
    assert!(at(offset_of!(IAddrBookVtbl, recip_options), 23), "IAddrBook::RecipOptions");
    assert!(at(offset_of!(IAddrBookVtbl, query_default_recip_opt), 24), "IAddrBook::QueryDefaultRecipOpt");
    assert!(at(offset_of!(IAddrBookVtbl, get_pab), 25), "IAddrBook::GetPAB");
    assert!(at(offset_of!(IAddrBookVtbl, set_pab), 26), "IAddrBook::SetPAB");
    assert!(at(offset_of!(IAddrBookVtbl, get_default_dir), 27), "IAddrBook::GetDefaultDir");
    assert!(at(offset_of!(IAddrBookVtbl, set_default_dir), 28), "IAddrBook::SetDefaultDir");
    assert!(at(offset_of!(IAddrBookVtbl, get_search_path), 29), "IAddrBook::GetSearchPath");
    assert!(at(offset_of!(IAddrBookVtbl, set_search_path), 30), "IAddrBook::SetSearchPath");
    assert!(at(offset_of!(IAddrBookVtbl, prepare_recips), 31), "IAddrBook::PrepareRecips");
};

// Every vtable has as many slots as the headers give it.
const _: () = {
    assert!(at(size_of::<IUnknownVtbl>(), 3), "IUnknown");
    assert!(at(size_of::<IMallocVtbl>(), 9), "IMalloc");
    assert!(at(size_of::<IMAPIPropVtbl>(), 14), "IMAPIProp");
    assert!(at(size_of::<IMAPITableVtbl>(), 26), "IMAPITable");
    assert!(at(size_of::<IMAPIAdviseSinkVtbl>(), 4), "IMAPIAdviseSink");
    assert!(at(size_of::<IMAPIProgressVtbl>(), 8), "IMAPIProgress");
    assert!(at(size_of::<IProfSectVtbl>(), 14), "IProfSect");
    assert!(at(size_of::<IMAPIStatusVtbl>(), 18), "IMAPIStatus");
    assert!(at(size_of::<IMAPIContainerVtbl>(), 19), "IMAPIContainer");
    assert!(at(size_of::<IMAPIFolderVtbl>(), 30), "IMAPIFolder");
    assert!(at(size_of::<IMsgStoreVtbl>(), 27), "IMsgStore");
    assert!(at(size_of::<IMessageVtbl>(), 22), "IMessage");
    assert!(at(size_of::<IAttachVtbl>(), 14), "IAttach");
    assert!(at(size_of::<IMSProviderVtbl>(), 7), "IMSProvider");
    assert!(at(size_of::<IMSLogonVtbl>(), 10), "IMSLogon");
    assert!(at(size_of::<IABProviderVtbl>(), 5), "IABProvider");
    assert!(at(size_of::<IABLogonVtbl>(), 13), "IABLogon");
    assert!(at(size_of::<IABContainerVtbl>(), 23), "IABContainer");
    assert!(at(size_of::<IXPProviderVtbl>(), 5), "IXPProvider");
    assert!(at(size_of::<IXPLogonVtbl>(), 15), "IXPLogon");
    assert!(at(size_of::<IMAPISupportVtbl>(), 44), "IMAPISupport");
    assert!(at(size_of::<IMAPISessionVtbl>(), 22), "IMAPISession");
    assert!(at(size_of::<IMAPIProviderShutdownVtbl>(), 6), "IMAPIProviderShutdown");
    assert!(at(size_of::<IMAPIClientShutdownVtbl>(), 6), "IMAPIClientShutdown");
    assert!(at(size_of::<IMsgServiceAdminVtbl>(), 15), "IMsgServiceAdmin");
    assert!(at(size_of::<IProviderAdminVtbl>(), 8), "IProviderAdmin");
    assert!(at(size_of::<IAddrBookVtbl>(), 32), "IAddrBook");
};

// Every struct has the headers' size and alignment.
const _: () = {
    assert!(size_of::<FILETIME>() == pick(8, 8), "FILETIME");
    assert!(!ALIGNED || align_of::<FILETIME>() == pick(4, 4), "FILETIME");
    assert!(size_of::<CY>() == pick(8, 8), "CY");
    assert!(!ALIGNED || align_of::<CY>() == pick(8, 8), "CY");
    assert!(size_of::<ENTRYID>() == pick(5, 5), "ENTRYID");
    assert!(!ALIGNED || align_of::<ENTRYID>() == pick(1, 1), "ENTRYID");
    assert!(size_of::<MAPIUID>() == pick(16, 16), "MAPIUID");
    assert!(!ALIGNED || align_of::<MAPIUID>() == pick(1, 1), "MAPIUID");
    assert!(size_of::<SBinary>() == pick(16, 8), "SBinary");
    assert!(!ALIGNED || align_of::<SBinary>() == pick(8, 4), "SBinary");
    assert!(size_of::<SPropTagArray>() == pick(8, 8), "SPropTagArray");
    assert!(!ALIGNED || align_of::<SPropTagArray>() == pick(4, 4), "SPropTagArray");
    assert!(size_of::<SShortArray>() == pick(16, 8), "SShortArray");
    assert!(!ALIGNED || align_of::<SShortArray>() == pick(8, 4), "SShortArray");
    assert!(size_of::<SLongArray>() == pick(16, 8), "SLongArray");
    assert!(!ALIGNED || align_of::<SLongArray>() == pick(8, 4), "SLongArray");
    assert!(size_of::<SRealArray>() == pick(16, 8), "SRealArray");
    assert!(!ALIGNED || align_of::<SRealArray>() == pick(8, 4), "SRealArray");
    assert!(size_of::<SDoubleArray>() == pick(16, 8), "SDoubleArray");
    assert!(!ALIGNED || align_of::<SDoubleArray>() == pick(8, 4), "SDoubleArray");
    assert!(size_of::<SCurrencyArray>() == pick(16, 8), "SCurrencyArray");
    assert!(!ALIGNED || align_of::<SCurrencyArray>() == pick(8, 4), "SCurrencyArray");
    assert!(size_of::<SAppTimeArray>() == pick(16, 8), "SAppTimeArray");
    assert!(!ALIGNED || align_of::<SAppTimeArray>() == pick(8, 4), "SAppTimeArray");
    assert!(size_of::<SDateTimeArray>() == pick(16, 8), "SDateTimeArray");
    assert!(!ALIGNED || align_of::<SDateTimeArray>() == pick(8, 4), "SDateTimeArray");
    assert!(size_of::<SBinaryArray>() == pick(16, 8), "SBinaryArray");
    assert!(!ALIGNED || align_of::<SBinaryArray>() == pick(8, 4), "SBinaryArray");
    assert!(size_of::<SLPSTRArray>() == pick(16, 8), "SLPSTRArray");
    assert!(!ALIGNED || align_of::<SLPSTRArray>() == pick(8, 4), "SLPSTRArray");
    assert!(size_of::<SWStringArray>() == pick(16, 8), "SWStringArray");
    assert!(!ALIGNED || align_of::<SWStringArray>() == pick(8, 4), "SWStringArray");
    assert!(size_of::<SGuidArray>() == pick(16, 8), "SGuidArray");
    assert!(!ALIGNED || align_of::<SGuidArray>() == pick(8, 4), "SGuidArray");
    assert!(size_of::<SLargeIntegerArray>() == pick(16, 8), "SLargeIntegerArray");
    assert!(!ALIGNED || align_of::<SLargeIntegerArray>() == pick(8, 4), "SLargeIntegerArray");
    assert!(size_of::<PropUnion>() == pick(16, 8), "__UPV");
    assert!(!ALIGNED || align_of::<PropUnion>() == pick(8, 8), "__UPV");
    assert!(size_of::<SPropValue>() == pick(24, 16), "SPropValue");
    assert!(!ALIGNED || align_of::<SPropValue>() == pick(8, 8), "SPropValue");
    assert!(size_of::<SPropProblem>() == pick(12, 12), "SPropProblem");
    assert!(!ALIGNED || align_of::<SPropProblem>() == pick(4, 4), "SPropProblem");
    assert!(size_of::<SPropProblemArray>() == pick(16, 16), "SPropProblemArray");
    assert!(!ALIGNED || align_of::<SPropProblemArray>() == pick(4, 4), "SPropProblemArray");
    assert!(size_of::<SRow>() == pick(16, 12), "SRow");
    assert!(!ALIGNED || align_of::<SRow>() == pick(8, 4), "SRow");
    assert!(size_of::<SRowSet>() == pick(24, 16), "SRowSet");
    assert!(!ALIGNED || align_of::<SRowSet>() == pick(8, 4), "SRowSet");
    assert!(size_of::<SAndRestriction>() == pick(16, 8), "SAndRestriction");
    assert!(!ALIGNED || align_of::<SAndRestriction>() == pick(8, 4), "SAndRestriction");
    assert!(size_of::<SOrRestriction>() == pick(16, 8), "SOrRestriction");
    assert!(!ALIGNED || align_of::<SOrRestriction>() == pick(8, 4), "SOrRestriction");
    assert!(size_of::<SNotRestriction>() == pick(16, 8), "SNotRestriction");
    assert!(!ALIGNED || align_of::<SNotRestriction>() == pick(8, 4), "SNotRestriction");
    assert!(size_of::<SContentRestriction>() == pick(16, 12), "SContentRestriction");
    assert!(!ALIGNED || align_of::<SContentRestriction>() == pick(8, 4), "SContentRestriction");
    assert!(size_of::<SBitMaskRestriction>() == pick(12, 12), "SBitMaskRestriction");
    assert!(!ALIGNED || align_of::<SBitMaskRestriction>() == pick(4, 4), "SBitMaskRestriction");
    assert!(size_of::<SPropertyRestriction>() == pick(16, 12), "SPropertyRestriction");
    assert!(!ALIGNED || align_of::<SPropertyRestriction>() == pick(8, 4), "SPropertyRestriction");
    assert!(size_of::<SComparePropsRestriction>() == pick(12, 12), "SComparePropsRestriction");
    assert!(!ALIGNED || align_of::<SComparePropsRestriction>() == pick(4, 4), "SComparePropsRestriction");
    assert!(size_of::<SSizeRestriction>() == pick(12, 12), "SSizeRestriction");
    assert!(!ALIGNED || align_of::<SSizeRestriction>() == pick(4, 4), "SSizeRestriction");
    assert!(size_of::<SExistRestriction>() == pick(12, 12), "SExistRestriction");
    assert!(!ALIGNED || align_of::<SExistRestriction>() == pick(4, 4), "SExistRestriction");
    assert!(size_of::<SSubRestriction>() == pick(16, 8), "SSubRestriction");
    assert!(!ALIGNED || align_of::<SSubRestriction>() == pick(8, 4), "SSubRestriction");
    assert!(size_of::<SCommentRestriction>() == pick(24, 12), "SCommentRestriction");
    assert!(!ALIGNED || align_of::<SCommentRestriction>() == pick(8, 4), "SCommentRestriction");
    assert!(size_of::<SAnnotationRestriction>() == pick(24, 12), "SAnnotationRestriction");
    assert!(!ALIGNED || align_of::<SAnnotationRestriction>() == pick(8, 4), "SAnnotationRestriction");
    assert!(size_of::<SCountRestriction>() == pick(16, 8), "SCountRestriction");
    assert!(!ALIGNED || align_of::<SCountRestriction>() == pick(8, 4), "SCountRestriction");
    assert!(size_of::<SRestriction>() == pick(32, 16), "SRestriction");
    assert!(!ALIGNED || align_of::<SRestriction>() == pick(8, 4), "SRestriction");
    assert!(size_of::<SSortOrder>() == pick(8, 8), "SSortOrder");
    assert!(!ALIGNED || align_of::<SSortOrder>() == pick(4, 4), "SSortOrder");
    assert!(size_of::<SSortOrderSet>() == pick(20, 20), "SSortOrderSet");
    assert!(!ALIGNED || align_of::<SSortOrderSet>() == pick(4, 4), "SSortOrderSet");
    assert!(size_of::<ADRENTRY>() == pick(16, 12), "ADRENTRY");
    assert!(!ALIGNED || align_of::<ADRENTRY>() == pick(8, 4), "ADRENTRY");
    assert!(size_of::<ADRLIST>() == pick(24, 16), "ADRLIST");
    assert!(!ALIGNED || align_of::<ADRLIST>() == pick(8, 4), "ADRLIST");
    assert!(size_of::<FlagList>() == pick(8, 8), "FlagList");
    assert!(!ALIGNED || align_of::<FlagList>() == pick(4, 4), "FlagList");
    assert!(size_of::<MAPIERROR>() == pick(32, 20), "MAPIERROR");
    assert!(!ALIGNED || align_of::<MAPIERROR>() == pick(8, 4), "MAPIERROR");
    assert!(size_of::<MAPINAMEID>() == pick(24, 12), "MAPINAMEID");
    assert!(!ALIGNED || align_of::<MAPINAMEID>() == pick(8, 4), "MAPINAMEID");
    assert!(size_of::<MAPIINIT_0>() == pick(8, 8), "MAPIINIT_0");
    assert!(!ALIGNED || align_of::<MAPIINIT_0>() == pick(4, 4), "MAPIINIT_0");
    assert!(size_of::<NOTIFKEY>() == pick(8, 8), "NOTIFKEY");
    assert!(!ALIGNED || align_of::<NOTIFKEY>() == pick(4, 4), "NOTIFKEY");
    assert!(size_of::<ERROR_NOTIFICATION>() == pick(32, 20), "ERROR_NOTIFICATION");
    assert!(!ALIGNED || align_of::<ERROR_NOTIFICATION>() == pick(8, 4), "ERROR_NOTIFICATION");
    assert!(size_of::<NEWMAIL_NOTIFICATION>() == pick(56, 28), "NEWMAIL_NOTIFICATION");
    assert!(!ALIGNED || align_of::<NEWMAIL_NOTIFICATION>() == pick(8, 4), "NEWMAIL_NOTIFICATION");
    assert!(size_of::<OBJECT_NOTIFICATION>() == pick(72, 40), "OBJECT_NOTIFICATION");
    assert!(!ALIGNED || align_of::<OBJECT_NOTIFICATION>() == pick(8, 4), "OBJECT_NOTIFICATION");
    assert!(size_of::<TABLE_NOTIFICATION>() == pick(80, 56), "TABLE_NOTIFICATION");
    assert!(!ALIGNED || align_of::<TABLE_NOTIFICATION>() == pick(8, 8), "TABLE_NOTIFICATION");
    assert!(size_of::<EXTENDED_NOTIFICATION>() == pick(16, 12), "EXTENDED_NOTIFICATION");
    assert!(!ALIGNED || align_of::<EXTENDED_NOTIFICATION>() == pick(8, 4), "EXTENDED_NOTIFICATION");
    assert!(size_of::<STATUS_OBJECT_NOTIFICATION>() == pick(32, 16), "STATUS_OBJECT_NOTIFICATION");
    assert!(!ALIGNED || align_of::<STATUS_OBJECT_NOTIFICATION>() == pick(8, 4), "STATUS_OBJECT_NOTIFICATION");
    assert!(size_of::<NOTIFICATION>() == pick(88, 64), "NOTIFICATION");
    assert!(!ALIGNED || align_of::<NOTIFICATION>() == pick(8, 8), "NOTIFICATION");
};

// Every field stands at the headers' offset.
const _: () = {
    assert!(offset_of!(FILETIME, low_date_time) == pick(0, 0), "FILETIME.dwLowDateTime");
    assert!(offset_of!(FILETIME, high_date_time) == pick(4, 4), "FILETIME.dwHighDateTime");
    assert!(offset_of!(CY, int64) == pick(0, 0), "CY.int64");
    assert!(offset_of!(ENTRYID, flags) == pick(0, 0), "ENTRYID.abFlags");
    assert!(offset_of!(ENTRYID, ab) == pick(4, 4), "ENTRYID.ab");
    assert!(offset_of!(MAPIUID, ab) == pick(0, 0), "MAPIUID.ab");
    assert!(offset_of!(SBinary, cb) == pick(0, 0), "SBinary.cb");
    assert!(offset_of!(SBinary, lpb) == pick(8, 4), "SBinary.lpb");
    assert!(offset_of!(SPropTagArray, c_values) == pick(0, 0), "SPropTagArray.cValues");
    assert!(offset_of!(SPropTagArray, prop_tag) == pick(4, 4), "SPropTagArray.aulPropTag");
    assert!(offset_of!(SShortArray, c_values) == pick(0, 0), "SShortArray.cValues");
    assert!(offset_of!(SShortArray, lpi) == pick(8, 4), "SShortArray.lpi");
    assert!(offset_of!(SLongArray, c_values) == pick(0, 0), "SLongArray.cValues");
    assert!(offset_of!(SLongArray, lpl) == pick(8, 4), "SLongArray.lpl");
    assert!(offset_of!(SRealArray, c_values) == pick(0, 0), "SRealArray.cValues");
    assert!(offset_of!(SRealArray, lpflt) == pick(8, 4), "SRealArray.lpflt");
    assert!(offset_of!(SDoubleArray, c_values) == pick(0, 0), "SDoubleArray.cValues");
    assert!(offset_of!(SDoubleArray, lpdbl) == pick(8, 4), "SDoubleArray.lpdbl");
    assert!(offset_of!(SCurrencyArray, c_values) == pick(0, 0), "SCurrencyArray.cValues");
    assert!(offset_of!(SCurrencyArray, lpcur) == pick(8, 4), "SCurrencyArray.lpcur");
    assert!(offset_of!(SAppTimeArray, c_values) == pick(0, 0), "SAppTimeArray.cValues");
    assert!(offset_of!(SAppTimeArray, lpat) == pick(8, 4), "SAppTimeArray.lpat");
    assert!(offset_of!(SDateTimeArray, c_values) == pick(0, 0), "SDateTimeArray.cValues");
    assert!(offset_of!(SDateTimeArray, lpft) == pick(8, 4), "SDateTimeArray.lpft");
    assert!(offset_of!(SBinaryArray, c_values) == pick(0, 0), "SBinaryArray.cValues");
    assert!(offset_of!(SBinaryArray, lpbin) == pick(8, 4), "SBinaryArray.lpbin");
    assert!(offset_of!(SLPSTRArray, c_values) == pick(0, 0), "SLPSTRArray.cValues");
    assert!(offset_of!(SLPSTRArray, lppsz_a) == pick(8, 4), "SLPSTRArray.lppszA");
    assert!(offset_of!(SWStringArray, c_values) == pick(0, 0), "SWStringArray.cValues");
    assert!(offset_of!(SWStringArray, lppsz_w) == pick(8, 4), "SWStringArray.lppszW");
    assert!(offset_of!(SGuidArray, c_values) == pick(0, 0), "SGuidArray.cValues");
    assert!(offset_of!(SGuidArray, lpguid) == pick(8, 4), "SGuidArray.lpguid");
    assert!(offset_of!(SLargeIntegerArray, c_values) == pick(0, 0), "SLargeIntegerArray.cValues");
    assert!(offset_of!(SLargeIntegerArray, lpli) == pick(8, 4), "SLargeIntegerArray.lpli");
    assert!(offset_of!(PropUnion, i) == pick(0, 0), "__UPV.i");
    assert!(offset_of!(PropUnion, l) == pick(0, 0), "__UPV.l");
    assert!(offset_of!(PropUnion, ul) == pick(0, 0), "__UPV.ul");
    assert!(offset_of!(PropUnion, lpv) == pick(0, 0), "__UPV.lpv");
    assert!(offset_of!(PropUnion, flt) == pick(0, 0), "__UPV.flt");
    assert!(offset_of!(PropUnion, dbl) == pick(0, 0), "__UPV.dbl");
    assert!(offset_of!(PropUnion, b) == pick(0, 0), "__UPV.b");
    assert!(offset_of!(PropUnion, cur) == pick(0, 0), "__UPV.cur");
    assert!(offset_of!(PropUnion, at) == pick(0, 0), "__UPV.at");
    assert!(offset_of!(PropUnion, ft) == pick(0, 0), "__UPV.ft");
    assert!(offset_of!(PropUnion, lpsz_a) == pick(0, 0), "__UPV.lpszA");
    assert!(offset_of!(PropUnion, bin) == pick(0, 0), "__UPV.bin");
    assert!(offset_of!(PropUnion, lpsz_w) == pick(0, 0), "__UPV.lpszW");
    assert!(offset_of!(PropUnion, lpguid) == pick(0, 0), "__UPV.lpguid");
    assert!(offset_of!(PropUnion, li) == pick(0, 0), "__UPV.li");
    assert!(offset_of!(PropUnion, mv_i) == pick(0, 0), "__UPV.MVi");
    assert!(offset_of!(PropUnion, mv_l) == pick(0, 0), "__UPV.MVl");
    assert!(offset_of!(PropUnion, mv_flt) == pick(0, 0), "__UPV.MVflt");
    assert!(offset_of!(PropUnion, mv_dbl) == pick(0, 0), "__UPV.MVdbl");
    assert!(offset_of!(PropUnion, mv_cur) == pick(0, 0), "__UPV.MVcur");
    assert!(offset_of!(PropUnion, mv_at) == pick(0, 0), "__UPV.MVat");
    assert!(offset_of!(PropUnion, mv_ft) == pick(0, 0), "__UPV.MVft");
    assert!(offset_of!(PropUnion, mv_bin) == pick(0, 0), "__UPV.MVbin");
    assert!(offset_of!(PropUnion, mv_sz_a) == pick(0, 0), "__UPV.MVszA");
    assert!(offset_of!(PropUnion, mv_sz_w) == pick(0, 0), "__UPV.MVszW");
    assert!(offset_of!(PropUnion, mv_guid) == pick(0, 0), "__UPV.MVguid");
    assert!(offset_of!(PropUnion, mv_li) == pick(0, 0), "__UPV.MVli");
    assert!(offset_of!(PropUnion, err) == pick(0, 0), "__UPV.err");
    assert!(offset_of!(PropUnion, x) == pick(0, 0), "__UPV.x");
    assert!(offset_of!(SPropValue, prop_tag) == pick(0, 0), "SPropValue.ulPropTag");
    assert!(offset_of!(SPropValue, align_pad) == pick(4, 4), "SPropValue.dwAlignPad");
    assert!(offset_of!(SPropValue, value) == pick(8, 8), "SPropValue.Value");
    assert!(offset_of!(SPropProblem, index) == pick(0, 0), "SPropProblem.ulIndex");
    assert!(offset_of!(SPropProblem, prop_tag) == pick(4, 4), "SPropProblem.ulPropTag");
    assert!(offset_of!(SPropProblem, scode) == pick(8, 8), "SPropProblem.scode");
    assert!(offset_of!(SPropProblemArray, c_problem) == pick(0, 0), "SPropProblemArray.cProblem");
    assert!(offset_of!(SPropProblemArray, problem) == pick(4, 4), "SPropProblemArray.aProblem");
    assert!(offset_of!(SRow, adr_entry_pad) == pick(0, 0), "SRow.ulAdrEntryPad");
    assert!(offset_of!(SRow, c_values) == pick(4, 4), "SRow.cValues");
    assert!(offset_of!(SRow, props) == pick(8, 8), "SRow.lpProps");
    assert!(offset_of!(SRowSet, c_rows) == pick(0, 0), "SRowSet.cRows");
    assert!(offset_of!(SRowSet, row) == pick(8, 4), "SRowSet.aRow");
    assert!(offset_of!(SAndRestriction, c_res) == pick(0, 0), "SAndRestriction.cRes");
    assert!(offset_of!(SAndRestriction, res) == pick(8, 4), "SAndRestriction.lpRes");
    assert!(offset_of!(SOrRestriction, c_res) == pick(0, 0), "SOrRestriction.cRes");
    assert!(offset_of!(SOrRestriction, res) == pick(8, 4), "SOrRestriction.lpRes");
    assert!(offset_of!(SNotRestriction, reserved) == pick(0, 0), "SNotRestriction.ulReserved");
    assert!(offset_of!(SNotRestriction, res) == pick(8, 4), "SNotRestriction.lpRes");
    assert!(offset_of!(SContentRestriction, fuzzy_level) == pick(0, 0), "SContentRestriction.ulFuzzyLevel");
    assert!(offset_of!(SContentRestriction, prop_tag) == pick(4, 4), "SContentRestriction.ulPropTag");
    assert!(offset_of!(SContentRestriction, prop) == pick(8, 8), "SContentRestriction.lpProp");
    assert!(offset_of!(SBitMaskRestriction, rel_bmr) == pick(0, 0), "SBitMaskRestriction.relBMR");
    assert!(offset_of!(SBitMaskRestriction, prop_tag) == pick(4, 4), "SBitMaskRestriction.ulPropTag");
    assert!(offset_of!(SBitMaskRestriction, mask) == pick(8, 8), "SBitMaskRestriction.ulMask");
    assert!(offset_of!(SPropertyRestriction, relop) == pick(0, 0), "SPropertyRestriction.relop");
    assert!(offset_of!(SPropertyRestriction, prop_tag) == pick(4, 4), "SPropertyRestriction.ulPropTag");
    assert!(offset_of!(SPropertyRestriction, prop) == pick(8, 8), "SPropertyRestriction.lpProp");
    assert!(offset_of!(SComparePropsRestriction, relop) == pick(0, 0), "SComparePropsRestriction.relop");
    assert!(offset_of!(SComparePropsRestriction, prop_tag1) == pick(4, 4), "SComparePropsRestriction.ulPropTag1");
    assert!(offset_of!(SComparePropsRestriction, prop_tag2) == pick(8, 8), "SComparePropsRestriction.ulPropTag2");
    assert!(offset_of!(SSizeRestriction, relop) == pick(0, 0), "SSizeRestriction.relop");
    assert!(offset_of!(SSizeRestriction, prop_tag) == pick(4, 4), "SSizeRestriction.ulPropTag");
    assert!(offset_of!(SSizeRestriction, cb) == pick(8, 8), "SSizeRestriction.cb");
    assert!(offset_of!(SExistRestriction, reserved1) == pick(0, 0), "SExistRestriction.ulReserved1");
    assert!(offset_of!(SExistRestriction, prop_tag) == pick(4, 4), "SExistRestriction.ulPropTag");
    assert!(offset_of!(SExistRestriction, reserved2) == pick(8, 8), "SExistRestriction.ulReserved2");
    assert!(offset_of!(SSubRestriction, sub_object) == pick(0, 0), "SSubRestriction.ulSubObject");
    assert!(offset_of!(SSubRestriction, res) == pick(8, 4), "SSubRestriction.lpRes");
    assert!(offset_of!(SCommentRestriction, c_values) == pick(0, 0), "SCommentRestriction.cValues");
    assert!(offset_of!(SCommentRestriction, res) == pick(8, 4), "SCommentRestriction.lpRes");
    assert!(offset_of!(SCommentRestriction, prop) == pick(16, 8), "SCommentRestriction.lpProp");
    assert!(offset_of!(SAnnotationRestriction, c_values) == pick(0, 0), "SAnnotationRestriction.cValues");
    assert!(offset_of!(SAnnotationRestriction, res) == pick(8, 4), "SAnnotationRestriction.lpRes");
    assert!(offset_of!(SAnnotationRestriction, prop) == pick(16, 8), "SAnnotationRestriction.lpProp");
    assert!(offset_of!(SCountRestriction, count) == pick(0, 0), "SCountRestriction.ulCount");
    assert!(offset_of!(SCountRestriction, res) == pick(8, 4), "SCountRestriction.lpRes");
    assert!(offset_of!(SRestriction, rt) == pick(0, 0), "SRestriction.rt");
    assert!(offset_of!(SRestriction, res) == pick(8, 4), "SRestriction.res");
    assert!(offset_of!(SRestriction, res.compare_props) == pick(8, 4), "SRestriction.res.resCompareProps");
    assert!(offset_of!(SRestriction, res.and) == pick(8, 4), "SRestriction.res.resAnd");
    assert!(offset_of!(SRestriction, res.or) == pick(8, 4), "SRestriction.res.resOr");
    assert!(offset_of!(SRestriction, res.not) == pick(8, 4), "SRestriction.res.resNot");
    assert!(offset_of!(SRestriction, res.content) == pick(8, 4), "SRestriction.res.resContent");
    assert!(offset_of!(SRestriction, res.property) == pick(8, 4), "SRestriction.res.resProperty");
    assert!(offset_of!(SRestriction, res.bit_mask) == pick(8, 4), "SRestriction.res.resBitMask");
    assert!(offset_of!(SRestriction, res.size) == pick(8, 4), "SRestriction.res.resSize");
    assert!(offset_of!(SRestriction, res.exist) == pick(8, 4), "SRestriction.res.resExist");
    assert!(offset_of!(SRestriction, res.sub) == pick(8, 4), "SRestriction.res.resSub");
    assert!(offset_of!(SRestriction, res.comment) == pick(8, 4), "SRestriction.res.resComment");
    assert!(offset_of!(SRestriction, res.annotation) == pick(8, 4), "SRestriction.res.resAnnotation");
    assert!(offset_of!(SRestriction, res.count) == pick(8, 4), "SRestriction.res.resCount");
    assert!(offset_of!(SSortOrder, prop_tag) == pick(0, 0), "SSortOrder.ulPropTag");
    assert!(offset_of!(SSortOrder, order) == pick(4, 4), "SSortOrder.ulOrder");
    assert!(offset_of!(SSortOrderSet, c_sorts) == pick(0, 0), "SSortOrderSet.cSorts");
    assert!(offset_of!(SSortOrderSet, c_categories) == pick(4, 4), "SSortOrderSet.cCategories");
    assert!(offset_of!(SSortOrderSet, c_expanded) == pick(8, 8), "SSortOrderSet.cExpanded");
    assert!(offset_of!(SSortOrderSet, sort) == pick(12, 12), "SSortOrderSet.aSort");
    assert!(offset_of!(ADRENTRY, reserved1) == pick(0, 0), "ADRENTRY.ulReserved1");
    assert!(offset_of!(ADRENTRY, c_values) == pick(4, 4), "ADRENTRY.cValues");
    assert!(offset_of!(ADRENTRY, prop_vals) == pick(8, 8), "ADRENTRY.rgPropVals");
    assert!(offset_of!(ADRLIST, c_entries) == pick(0, 0), "ADRLIST.cEntries");
    assert!(offset_of!(ADRLIST, entries) == pick(8, 4), "ADRLIST.aEntries");
    assert!(offset_of!(FlagList, c_flags) == pick(0, 0), "FlagList.cFlags");
    assert!(offset_of!(FlagList, flag) == pick(4, 4), "FlagList.ulFlag");
    assert!(offset_of!(MAPIERROR, version) == pick(0, 0), "MAPIERROR.ulVersion");
    assert!(offset_of!(MAPIERROR, error) == pick(8, 4), "MAPIERROR.lpszError");
    assert!(offset_of!(MAPIERROR, component) == pick(16, 8), "MAPIERROR.lpszComponent");
    assert!(offset_of!(MAPIERROR, low_level_error) == pick(24, 12), "MAPIERROR.ulLowLevelError");
    assert!(offset_of!(MAPIERROR, context) == pick(28, 16), "MAPIERROR.ulContext");
    assert!(offset_of!(MAPINAMEID, lpguid) == pick(0, 0), "MAPINAMEID.lpguid");
    assert!(offset_of!(MAPINAMEID, kind) == pick(8, 4), "MAPINAMEID.ulKind");
    assert!(offset_of!(MAPINAMEID, value) == pick(16, 8), "MAPINAMEID.Kind");
    assert!(offset_of!(MAPINAMEID, value.id_reserved) == pick(16, 8), "MAPINAMEID.Kind.lID_Reserved");
    assert!(offset_of!(MAPINAMEID, value.id) == pick(16, 8), "MAPINAMEID.Kind.lID");
    assert!(offset_of!(MAPINAMEID, value.name) == pick(16, 8), "MAPINAMEID.Kind.lpwstrName");
    assert!(offset_of!(MAPIINIT_0, version) == pick(0, 0), "MAPIINIT_0.ulVersion");
    assert!(offset_of!(MAPIINIT_0, flags) == pick(4, 4), "MAPIINIT_0.ulFlags");
    assert!(offset_of!(NOTIFKEY, cb) == pick(0, 0), "NOTIFKEY.cb");
    assert!(offset_of!(NOTIFKEY, ab) == pick(4, 4), "NOTIFKEY.ab");
    assert!(offset_of!(ERROR_NOTIFICATION, cb_entry_id) == pick(0, 0), "ERROR_NOTIFICATION.cbEntryID");
    assert!(offset_of!(ERROR_NOTIFICATION, entry_id) == pick(8, 4), "ERROR_NOTIFICATION.lpEntryID");
    assert!(offset_of!(ERROR_NOTIFICATION, scode) == pick(16, 8), "ERROR_NOTIFICATION.scode");
    assert!(offset_of!(ERROR_NOTIFICATION, flags) == pick(20, 12), "ERROR_NOTIFICATION.ulFlags");
    assert!(offset_of!(ERROR_NOTIFICATION, mapi_error) == pick(24, 16), "ERROR_NOTIFICATION.lpMAPIError");
    assert!(offset_of!(NEWMAIL_NOTIFICATION, cb_entry_id) == pick(0, 0), "NEWMAIL_NOTIFICATION.cbEntryID");
    assert!(offset_of!(NEWMAIL_NOTIFICATION, entry_id) == pick(8, 4), "NEWMAIL_NOTIFICATION.lpEntryID");
    assert!(offset_of!(NEWMAIL_NOTIFICATION, cb_parent_id) == pick(16, 8), "NEWMAIL_NOTIFICATION.cbParentID");
    assert!(offset_of!(NEWMAIL_NOTIFICATION, parent_id) == pick(24, 12), "NEWMAIL_NOTIFICATION.lpParentID");
    assert!(offset_of!(NEWMAIL_NOTIFICATION, flags) == pick(32, 16), "NEWMAIL_NOTIFICATION.ulFlags");
    assert!(offset_of!(NEWMAIL_NOTIFICATION, message_class) == pick(40, 20), "NEWMAIL_NOTIFICATION.lpszMessageClass");
    assert!(offset_of!(NEWMAIL_NOTIFICATION, message_flags) == pick(48, 24), "NEWMAIL_NOTIFICATION.ulMessageFlags");
    assert!(offset_of!(OBJECT_NOTIFICATION, cb_entry_id) == pick(0, 0), "OBJECT_NOTIFICATION.cbEntryID");
    assert!(offset_of!(OBJECT_NOTIFICATION, entry_id) == pick(8, 4), "OBJECT_NOTIFICATION.lpEntryID");
    assert!(offset_of!(OBJECT_NOTIFICATION, obj_type) == pick(16, 8), "OBJECT_NOTIFICATION.ulObjType");
    assert!(offset_of!(OBJECT_NOTIFICATION, cb_parent_id) == pick(20, 12), "OBJECT_NOTIFICATION.cbParentID");
    assert!(offset_of!(OBJECT_NOTIFICATION, parent_id) == pick(24, 16), "OBJECT_NOTIFICATION.lpParentID");
    assert!(offset_of!(OBJECT_NOTIFICATION, cb_old_id) == pick(32, 20), "OBJECT_NOTIFICATION.cbOldID");
    assert!(offset_of!(OBJECT_NOTIFICATION, old_id) == pick(40, 24), "OBJECT_NOTIFICATION.lpOldID");
    assert!(offset_of!(OBJECT_NOTIFICATION, cb_old_parent_id) == pick(48, 28), "OBJECT_NOTIFICATION.cbOldParentID");
    assert!(offset_of!(OBJECT_NOTIFICATION, old_parent_id) == pick(56, 32), "OBJECT_NOTIFICATION.lpOldParentID");
    assert!(offset_of!(OBJECT_NOTIFICATION, prop_tag_array) == pick(64, 36), "OBJECT_NOTIFICATION.lpPropTagArray");
    assert!(offset_of!(TABLE_NOTIFICATION, table_event) == pick(0, 0), "TABLE_NOTIFICATION.ulTableEvent");
    assert!(offset_of!(TABLE_NOTIFICATION, hresult) == pick(4, 4), "TABLE_NOTIFICATION.hResult");
    assert!(offset_of!(TABLE_NOTIFICATION, prop_index) == pick(8, 8), "TABLE_NOTIFICATION.propIndex");
    assert!(offset_of!(TABLE_NOTIFICATION, prop_prior) == pick(32, 24), "TABLE_NOTIFICATION.propPrior");
    assert!(offset_of!(TABLE_NOTIFICATION, row) == pick(56, 40), "TABLE_NOTIFICATION.row");
    assert!(offset_of!(TABLE_NOTIFICATION, pad) == pick(72, 52), "TABLE_NOTIFICATION.ulPad");
    assert!(offset_of!(EXTENDED_NOTIFICATION, event) == pick(0, 0), "EXTENDED_NOTIFICATION.ulEvent");
    assert!(offset_of!(EXTENDED_NOTIFICATION, cb) == pick(4, 4), "EXTENDED_NOTIFICATION.cb");
    assert!(
        offset_of!(EXTENDED_NOTIFICATION, event_parameters) == pick(8, 8),
        "EXTENDED_NOTIFICATION.pbEventParameters"
    );
    assert!(offset_of!(STATUS_OBJECT_NOTIFICATION, cb_entry_id) == pick(0, 0), "STATUS_OBJECT_NOTIFICATION.cbEntryID");
    assert!(offset_of!(STATUS_OBJECT_NOTIFICATION, entry_id) == pick(8, 4), "STATUS_OBJECT_NOTIFICATION.lpEntryID");
    assert!(offset_of!(STATUS_OBJECT_NOTIFICATION, c_values) == pick(16, 8), "STATUS_OBJECT_NOTIFICATION.cValues");
    assert!(offset_of!(STATUS_OBJECT_NOTIFICATION, prop_vals) == pick(24, 12), "STATUS_OBJECT_NOTIFICATION.lpPropVals");
    assert!(offset_of!(NOTIFICATION, event_type) == pick(0, 0), "NOTIFICATION.ulEventType");
    assert!(offset_of!(NOTIFICATION, align_pad) == pick(4, 4), "NOTIFICATION.ulAlignPad");
    assert!(offset_of!(NOTIFICATION, info) == pick(8, 8), "NOTIFICATION.info");
    assert!(offset_of!(NOTIFICATION, info.err) == pick(8, 8), "NOTIFICATION.info.err");
    assert!(offset_of!(NOTIFICATION, info.newmail) == pick(8, 8), "NOTIFICATION.info.newmail");
    assert!(offset_of!(NOTIFICATION, info.obj) == pick(8, 8), "NOTIFICATION.info.obj");
    assert!(offset_of!(NOTIFICATION, info.tab) == pick(8, 8), "NOTIFICATION.info.tab");
    assert!(offset_of!(NOTIFICATION, info.ext) == pick(8, 8), "NOTIFICATION.info.ext");
    assert!(offset_of!(NOTIFICATION, info.statobj) == pick(8, 8), "NOTIFICATION.info.statobj");
};

#[test]
fn every_iid_reads_as_its_text() {
    let iids = [
        (super::iid::IID_IUnknown, "00000000-0000-0000-C000-000000000046"),
        (super::iid::IID_IMalloc, "00000002-0000-0000-C000-000000000046"),
        (super::iid::IID_ISequentialStream, "0C733A30-2A1C-11CE-ADE5-00AA0044773D"),
        (super::iid::IID_IStorage, "0000000B-0000-0000-C000-000000000046"),
        (super::iid::IID_IStream, "0000000C-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPISession, "00020300-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPITable, "00020301-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPIAdviseSink, "00020302-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPIControl, "0002031B-0000-0000-C000-000000000046"),
        (super::iid::IID_IProfAdmin, "0002031C-0000-0000-C000-000000000046"),
        (super::iid::IID_IMsgServiceAdmin, "0002031D-0000-0000-C000-000000000046"),
        (super::iid::IID_IProviderAdmin, "00020325-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPIProgress, "0002031F-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPIProp, "00020303-0000-0000-C000-000000000046"),
        (super::iid::IID_IProfSect, "00020304-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPIStatus, "00020305-0000-0000-C000-000000000046"),
        (super::iid::IID_IMsgStore, "00020306-0000-0000-C000-000000000046"),
        (super::iid::IID_IMessage, "00020307-0000-0000-C000-000000000046"),
        (super::iid::IID_IAttachment, "00020308-0000-0000-C000-000000000046"),
        (super::iid::IID_IAddrBook, "00020309-0000-0000-C000-000000000046"),
        (super::iid::IID_IMailUser, "0002030A-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPIContainer, "0002030B-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPIFolder, "0002030C-0000-0000-C000-000000000046"),
        (super::iid::IID_IABContainer, "0002030D-0000-0000-C000-000000000046"),
        (super::iid::IID_IDistList, "0002030E-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPISup, "0002030F-0000-0000-C000-000000000046"),
        (super::iid::IID_IMSProvider, "00020310-0000-0000-C000-000000000046"),
        (super::iid::IID_IABProvider, "00020311-0000-0000-C000-000000000046"),
        (super::iid::IID_IXPProvider, "00020312-0000-0000-C000-000000000046"),
        (super::iid::IID_IMSLogon, "00020313-0000-0000-C000-000000000046"),
        (super::iid::IID_IABLogon, "00020314-0000-0000-C000-000000000046"),
        (super::iid::IID_IXPLogon, "00020315-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPITableData, "00020316-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPISpoolerInit, "00020317-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPISpoolerSession, "00020318-0000-0000-C000-000000000046"),
        (super::iid::IID_ITNEF, "00020319-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPIPropData, "0002031A-0000-0000-C000-000000000046"),
        (super::iid::IID_ISpoolerHook, "00020320-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPISpoolerService, "0002031E-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPIViewContext, "00020321-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPIFormMgr, "00020322-0000-0000-C000-000000000046"),
        (super::iid::IID_IEnumMAPIFormProp, "00020323-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPIFormInfo, "00020324-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPIForm, "00020327-0000-0000-C000-000000000046"),
        (super::iid::PS_MAPI, "00020328-0000-0000-C000-000000000046"),
        (super::iid::PS_PUBLIC_STRINGS, "00020329-0000-0000-C000-000000000046"),
        (super::iid::PS_INTERNET_HEADERS, "00020386-0000-0000-C000-000000000046"),
        (super::iid::IID_IPersistMessage, "0002032A-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPIViewAdviseSink, "0002032B-0000-0000-C000-000000000046"),
        (super::iid::IID_IStreamDocfile, "0002032C-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPIFormProp, "0002032D-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPIFormContainer, "0002032E-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPIFormAdviseSink, "0002032F-0000-0000-C000-000000000046"),
        (super::iid::IID_IStreamTnef, "00020330-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPIFormFactory, "00020350-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPIMessageSite, "00020370-0000-0000-C000-000000000046"),
        (super::iid::PS_ROUTING_EMAIL_ADDRESSES, "00020380-0000-0000-C000-000000000046"),
        (super::iid::PS_ROUTING_ADDRTYPE, "00020381-0000-0000-C000-000000000046"),
        (super::iid::PS_ROUTING_DISPLAY_NAME, "00020382-0000-0000-C000-000000000046"),
        (super::iid::PS_ROUTING_ENTRYID, "00020383-0000-0000-C000-000000000046"),
        (super::iid::PS_ROUTING_SEARCH_KEY, "00020384-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPIClientShutdown, "00020397-0000-0000-C000-000000000046"),
        (super::iid::IID_IMAPIProviderShutdown, "00020398-0000-0000-C000-000000000046"),
    ];
    for (iid, text) in iids {
        assert_eq!(format!("{iid:?}"), text);
    }
}
