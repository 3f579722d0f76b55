//! The scripts of real clients, as calls over the vtables (section 11 of docs/rules/contents.md). A step is checked
//! where such a client shows an error or goes another way; what it only logs, or takes as it comes, is not. Nothing is
//! written. The session's own part of S-A, and what S-E and S-G write, are not here.
#include "scripts.hpp"

#include "calls.hpp"
#include "check.hpp"

#include <exception>
#include <string>
#include <thread>
#include <vector>

namespace {
/// Messages in messages in messages, and folders in folders, are enough.
constexpr int DEEPEST = 4;

/// Properties that are younger than the headers.
constexpr ULONG LONGTERM_ENTRYID_FROM_TABLE = 0x66700102, MAILBOX_OWNER_NAME_W = 0x661C001F,
                IPM_APPOINTMENT_ENTRYID = 0x36D00102;

typedef std::vector<ULONG> TagList; // the count comes first
LPSPropTagArray array(TagList &tags) { return reinterpret_cast<LPSPropTagArray>(tags.data()); }
TagList list_of(std::initializer_list<ULONG> tags) {
    TagList list{static_cast<ULONG>(tags.size())};
    list.insert(list.end(), tags);
    return list;
}

/// Values of one GetProps: a warning says that some are errors.
struct Values {
    Values(IMAPIProp *object, TagList tags) : values(memory::free_buffer) {
        HRESULT code = object->GetProps(array(tags), MAPI_UNICODE, &count, values.out());
        CHECK(code == S_OK || code == MAPI_W_ERRORS_RETURNED);
        CHECK(count == tags[0]);
    }
    const SPropValue *find(ULONG tag) const {
        for (ULONG at = 0; at < count; at++)
            if (values[at].ulPropTag == tag) return &values[at];
        return nullptr;
    }
    ULONG count = 0;
    Buffer<SPropValue> values;
};

/// Rows of one QueryRows; the end is a set without any.
LPSRowSet next_rows(IMAPITable *table, LONG count) {
    LPSRowSet rows = nullptr;
    CHECK_CODE(table->QueryRows(count, 0, &rows), S_OK);
    CHECK(rows);
    return rows;
}

std::vector<BYTE> bytes_of(const SRow &row, ULONG tag) {
    for (ULONG at = 0; at < row.cValues; at++) {
        const SPropValue &value = row.lpProps[at];
        if (value.ulPropTag == tag) return {value.Value.bin.lpb, value.Value.bin.lpb + value.Value.bin.cb};
    }
    return {};
}
LPENTRYID as_entry(std::vector<BYTE> &entry) { return reinterpret_cast<LPENTRYID>(entry.data()); }

/// One column of all rows, which every row has.
std::vector<std::vector<BYTE>> all_bytes(IMAPITable *table, ULONG tag) {
    TagList column = list_of({tag});
    CHECK_CODE(table->SetColumns(array(column), TBL_BATCH), S_OK);
    CHECK_CODE(table->SeekRow(BOOKMARK_BEGINNING, 0, nullptr), S_OK);
    std::vector<std::vector<BYTE>> all;
    for (;;) {
        Rows rows(next_rows(table, 255));
        if (rows.rows->cRows == 0) return all;
        for (ULONG at = 0; at < rows.rows->cRows; at++) {
            all.push_back(bytes_of(rows.rows->aRow[at], tag));
            CHECK(!all.back().empty());
        }
    }
}

/// OpenEntry of a store or a container: for changing, then as well as may be.
template <class Opener> ULONG open(Opener *from, std::vector<BYTE> &entry, Ref<IMAPIProp> &object) {
    ULONG type = 0, length = static_cast<ULONG>(entry.size());
    HRESULT code = from->OpenEntry(length, as_entry(entry), nullptr, MAPI_MODIFY, &type, object.out_as<IUnknown>());
    if (code == MAPI_E_NO_ACCESS)
        code = from->OpenEntry(length, as_entry(entry), nullptr, MAPI_BEST_ACCESS, &type, object.out_as<IUnknown>());
    CHECK_CODE(code, S_OK);
    CHECK(object);
    return type;
}

/// A whole stream, by the size that it says, in one Read.
ULONG read_stream(IMAPIProp *object, ULONG tag) {
    Ref<IStream> stream;
    CHECK_CODE(object->OpenProperty(tag, &IID_IStream, STGM_READ, 0, stream.out_as<IUnknown>()), S_OK);
    STATSTG about = {};
    CHECK_CODE(stream->Stat(&about, STATFLAG_NONAME), S_OK);
    std::vector<BYTE> bytes(about.cbSize.QuadPart + 1);
    ULONG read = 0;
    HRESULT code = stream->Read(bytes.data(), static_cast<ULONG>(bytes.size()), &read);
    CHECK(SUCCEEDED(code) && read == about.cbSize.QuadPart);
    return read;
}

/// S-D.2 and S-D.3: a whole object, its large values as streams, the names of its properties.
void read_all(IMAPIProp *object) {
    LPSPropTagArray list = nullptr;
    CHECK_CODE(object->GetPropList(MAPI_UNICODE, &list), S_OK);
    Buffer<SPropTagArray> owned(memory::free_buffer);
    *owned.out() = list;
    CHECK(list && list->cValues > 0);
    TagList tags{list->cValues};
    tags.insert(tags.end(), list->aulPropTag, list->aulPropTag + list->cValues);
    Values values(object, tags);
    for (ULONG at = 0; at < values.count; at++) {
        const SPropValue &value = values.values[at];
        if (PROP_TYPE(value.ulPropTag) == PT_ERROR && value.Value.err == MAPI_E_NOT_ENOUGH_MEMORY)
            CHECK(read_stream(object, tags[1 + at]) > 0);
    }
    ULONG count = 0;
    LPMAPINAMEID *names = nullptr;
    HRESULT code = object->GetNamesFromIDs(&list, nullptr, 0, &count, &names);
    if (SUCCEEDED(code)) CHECK(count == list->cValues);
    memory::free_buffer(names);
}

/// A table through its property, or by its method where that is not supported.
template <class Method> void open_table(IMAPIProp *object, ULONG tag, Method method, Ref<IMAPITable> &table) {
    HRESULT code = object->OpenProperty(tag, &IID_IMAPITable, MAPI_UNICODE, 0, table.out_as<IUnknown>());
    if (code == static_cast<HRESULT>(MAPI_E_INTERFACE_NOT_SUPPORTED)) code = method(table.out());
    CHECK_CODE(code, S_OK);
}

ULONG number_of(const SRow &row, ULONG at) {
    CHECK(row.cValues > at && PROP_TYPE(row.lpProps[at].ulPropTag) == PT_LONG);
    return static_cast<ULONG>(row.lpProps[at].Value.l);
}

void read_message(IMessage *message, int depth);

/// S-E.2, S-E.3
void read_attachment(IMessage *message, ULONG number, ULONG method, int depth) {
    Ref<IAttach> attachment;
    HRESULT code = message->OpenAttach(number, nullptr, MAPI_MODIFY, attachment.out());
    if (code == MAPI_E_NO_ACCESS) code = message->OpenAttach(number, nullptr, MAPI_BEST_ACCESS, attachment.out());
    CHECK_CODE(code, S_OK);
    read_all(attachment.get());
    Ref<IMessage> embedded;
    IMAPIProp *object = attachment.get();
    const ULONG tag = PR_ATTACH_DATA_OBJ;
    code = object->OpenProperty(tag, &IID_IMessage, 0, MAPI_MODIFY, embedded.out_as<IUnknown>());
    if (code == MAPI_E_NO_ACCESS) code = object->OpenProperty(tag, &IID_IMessage, 0, 0, embedded.out_as<IUnknown>());
    if (method == ATTACH_EMBEDDED_MSG) {
        CHECK_CODE(code, S_OK);
        read_message(embedded.get(), depth + 1);
    } else {
        CHECK(code == MAPI_E_NOT_FOUND || code == static_cast<HRESULT>(MAPI_E_INTERFACE_NOT_SUPPORTED));
    }
    if (method == ATTACH_BY_VALUE) read_stream(object, PR_ATTACH_DATA_BIN);
}

/// S-D.4 and S-E: what is inside of a message.
void read_message(IMessage *message, int depth) {
    read_all(message);
    Ref<IMAPITable> recipients, attachments;
    open_table(message, PR_MESSAGE_RECIPIENTS, [&](LPMAPITABLE *out) { return message->GetRecipientTable(MAPI_UNICODE, out); },
               recipients);
    Rows people(next_rows(recipients.get(), 255)); // without SetColumns (S-F.3)
    for (ULONG at = 0; at < people.rows->cRows; at++) CHECK(people.rows->aRow[at].cValues >= 3);
    open_table(message, PR_MESSAGE_ATTACHMENTS, [&](LPMAPITABLE *out) { return message->GetAttachmentTable(MAPI_UNICODE, out); },
               attachments);
    TagList columns = list_of({PR_ATTACH_NUM, PR_ATTACH_METHOD, PR_INSTANCE_KEY, PR_ATTACH_LONG_FILENAME_W,
                               PR_ATTACH_FILENAME_W, PR_OBJECT_TYPE});
    CHECK_CODE(attachments->SetColumns(array(columns), TBL_BATCH), S_OK);
    Rows files(next_rows(attachments.get(), 255));
    for (ULONG at = 0; at < files.rows->cRows && depth < DEEPEST; at++) {
        const SRow &row = files.rows->aRow[at];
        read_attachment(message, number_of(row, 0), number_of(row, 1), depth);
    }
}

/// Subscribes to a table, if it tells of changes, and takes it back.
void listen(IMAPITable *table) {
    ULONG_PTR connection = 0;
    HRESULT code = table->Advise(fnevTableModified, nullptr, reinterpret_cast<ULONG *>(&connection));
    CHECK(FAILED(code)); // nobody is there to be told
}

/// S-C.4, on a thread of its own: how many rows there are.
void read_on_worker(IMAPITable *table) {
    std::exception_ptr failed;
    std::thread worker([&] {
        try {
            ULONG count = 0, read = 0;
            CHECK_CODE(table->Restrict(nullptr, TBL_BATCH), S_OK);
            CHECK_CODE(table->SeekRow(BOOKMARK_BEGINNING, 0, nullptr), S_OK);
            CHECK_CODE(table->GetRowCount(0, &count), S_OK);
            for (ULONG now = 1; now; read += now) {
                Rows rows(next_rows(table, 50));
                now = rows.rows->cRows;
            }
            CHECK(read == count);
        } catch (...) {
            failed = std::current_exception();
        }
    });
    worker.join();
    if (failed) std::rethrow_exception(failed);
}

/// S-C.5
void find_again(IMAPITable *table, std::vector<BYTE> key) {
    SPropValue wanted = {};
    wanted.ulPropTag = PR_INSTANCE_KEY;
    wanted.Value.bin.cb = static_cast<ULONG>(key.size());
    wanted.Value.bin.lpb = key.data();
    SRestriction restriction = {};
    restriction.rt = RES_PROPERTY;
    restriction.res.resProperty.relop = RELOP_EQ;
    restriction.res.resProperty.ulPropTag = PR_INSTANCE_KEY;
    restriction.res.resProperty.lpProp = &wanted;
    CHECK_CODE(table->FindRow(&restriction, BOOKMARK_BEGINNING, 0), S_OK);
    Rows rows(next_rows(table, 1));
    CHECK(rows.rows->cRows == 1 && bytes_of(rows.rows->aRow[0], PR_INSTANCE_KEY) == key);
}

/// S-C and S-F.2: a contents table as a list shows it.
void read_contents(IMAPIContainer *folder, ULONG flags, std::vector<std::vector<BYTE>> &entries) {
    Ref<IMAPITable> table;
    HRESULT code = folder->GetContentsTable(MAPI_UNICODE | flags, table.out());
    if (flags && code == MAPI_E_NO_SUPPORT) return; // CONT-2
    CHECK_CODE(code, S_OK);
    LPSPropTagArray own = nullptr;
    CHECK_CODE(table->QueryColumns(0, &own), S_OK);
    Buffer<SPropTagArray> owned(memory::free_buffer);
    *owned.out() = own;
    TagList columns = list_of({PR_INSTANCE_KEY, PR_ENTRYID, LONGTERM_ENTRYID_FROM_TABLE, PR_SENT_REPRESENTING_NAME_W,
                               PR_SUBJECT_W, PR_MESSAGE_CLASS_W, PR_MESSAGE_DELIVERY_TIME, PR_CLIENT_SUBMIT_TIME,
                               PR_HASATTACH, PR_DISPLAY_TO_W, PR_MESSAGE_SIZE, PR_MESSAGE_FLAGS,
                               PR_LAST_MODIFICATION_TIME, PR_ROW_TYPE, PR_CONTENT_COUNT, PR_CONTENT_UNREAD, PR_DEPTH,
                               PR_OBJECT_TYPE});
    columns[0] += own->cValues;
    columns.insert(columns.end(), own->aulPropTag, own->aulPropTag + own->cValues);
    CHECK_CODE(table->SetColumns(array(columns), TBL_BATCH), S_OK);
    listen(table.get());
    read_on_worker(table.get());
    CHECK_CODE(table->SeekRow(BOOKMARK_BEGINNING, 0, nullptr), S_OK);
    Rows first(next_rows(table.get(), 1));
    if (first.rows->cRows) {
        CHECK(first.rows->aRow[0].cValues == columns[0]);
        find_again(table.get(), bytes_of(first.rows->aRow[0], PR_INSTANCE_KEY));
    }
    entries = all_bytes(table.get(), PR_ENTRYID);
}

/// S-B and S-C, and S-D for each message: a folder, and what is below it.
void crawl(IMsgStore *store, IMAPIFolder *folder, int depth) {
    Values head(folder, list_of({PR_DISPLAY_NAME_W, PR_ENTRYID, PR_INSTANCE_KEY, PR_SUBFOLDERS, PR_CONTAINER_FLAGS}));
    CHECK(head.find(PR_ENTRYID));
    Values counts(folder, list_of({PR_CONTENT_COUNT, PR_ASSOC_CONTENT_COUNT}));
    CHECK(counts.find(PR_CONTENT_COUNT) && counts.find(PR_ASSOC_CONTENT_COUNT)); // FOLD-50
    read_all(folder);
    std::vector<std::vector<BYTE>> messages, associated;
    read_contents(folder, MAPI_ASSOCIATED, associated);
    read_contents(folder, 0, messages);
    CHECK(messages.size() == static_cast<ULONG>(counts.find(PR_CONTENT_COUNT)->Value.l));
    for (auto &entry : messages) {
        Ref<IMAPIProp> message, again;
        CHECK(open(store, entry, message) == MAPI_MESSAGE);
        read_message(static_cast<IMessage *>(message.get()), 0);
        CHECK(open(folder, entry, again) == MAPI_MESSAGE); // S-F.3: through the folder
    }
    Ref<IMAPITable> table;
    CHECK_CODE(folder->GetHierarchyTable(MAPI_UNICODE, table.out()), S_OK);
    TagList columns = list_of({PR_DISPLAY_NAME_W, PR_ENTRYID, PR_INSTANCE_KEY, PR_SUBFOLDERS, PR_CONTAINER_FLAGS});
    CHECK_CODE(table->SetColumns(array(columns), TBL_BATCH), S_OK);
    listen(table.get());
    CHECK_CODE(table->SeekRow(BOOKMARK_BEGINNING, 0, nullptr), S_OK);
    for (bool more = true; more;) {
        Rows rows(next_rows(table.get(), 1));
        more = rows.rows->cRows == 1;
        if (!more || depth == DEEPEST) continue;
        std::vector<BYTE> entry = bytes_of(rows.rows->aRow[0], PR_ENTRYID);
        Ref<IMAPIProp> below;
        CHECK(open(store, entry, below) == MAPI_FOLDER);
        crawl(store, static_cast<IMAPIFolder *>(below.get()), depth + 1);
    }
}

/// S-G, as far as it reads.
void find_special_folders(IMsgStore *store) {
    static wchar_t note[] = L"IPM.Note";
    ULONG length = 0;
    Buffer<ENTRYID> id(memory::free_buffer);
    CHECK_CODE(store->GetReceiveFolder(reinterpret_cast<LPTSTR>(note), MAPI_UNICODE, &length, id.out(), nullptr), S_OK);
    const BYTE *start = reinterpret_cast<const BYTE *>(id.get());
    std::vector<BYTE> entry(start, start + length);
    Ref<IMAPIProp> inbox, parent;
    CHECK(open(store, entry, inbox) == MAPI_FOLDER);
    Values there(inbox.get(), list_of({PR_PARENT_ENTRYID, IPM_APPOINTMENT_ENTRYID}));
    const SPropValue *above = there.find(PR_PARENT_ENTRYID);
    CHECK(above);
    std::vector<BYTE> its_parent(above->Value.bin.lpb, above->Value.bin.lpb + above->Value.bin.cb);
    CHECK(open(store, its_parent, parent) == MAPI_FOLDER);
}
} // namespace

void run_store_scripts(IMsgStore *store) {
    Values names(store, list_of({PR_DISPLAY_NAME_W, MAILBOX_OWNER_NAME_W, PR_SUBJECT_W, PR_OBJECT_TYPE}));
    CHECK(names.find(PR_DISPLAY_NAME_W) || names.find(MAILBOX_OWNER_NAME_W) || names.find(PR_SUBJECT_W));
    CHECK(names.find(PR_OBJECT_TYPE) && names.find(PR_OBJECT_TYPE)->Value.l == MAPI_STORE);
    ULONG type = 0;
    Ref<IMAPIFolder> root;
    CHECK_CODE(store->OpenEntry(0, nullptr, nullptr, MAPI_BEST_ACCESS, &type, root.out_as<IUnknown>()), S_OK);
    CHECK(type == MAPI_FOLDER);
    read_all(store);
    crawl(store, root.get(), 0);
    find_special_folders(store);
}

void run_book_script(IABLogon *logon) {
    ULONG type = 0;
    Ref<IABContainer> root;
    CHECK_CODE(logon->OpenEntry(0, nullptr, nullptr, MAPI_BEST_ACCESS, &type, root.out_as<IUnknown>()), S_OK);
    CHECK(type == MAPI_ABCONT);
    read_all(root.get());
    Ref<IMAPITable> hierarchy;
    if (SUCCEEDED(root->GetHierarchyTable(CONVENIENT_DEPTH, hierarchy.out()))) all_bytes(hierarchy.get(), PR_ENTRYID);
    std::vector<std::vector<BYTE>> entries;
    read_contents(root.get(), 0, entries);
    Ref<IMAPITable> table;
    CHECK_CODE(root->GetContentsTable(MAPI_UNICODE, table.out()), S_OK);
    static wchar_t nobody[] = L"zzz nobody";
    SPropValue name = {};
    name.ulPropTag = PR_ANR_W;
    name.Value.lpszW = nobody;
    SRestriction restriction = {};
    restriction.rt = RES_PROPERTY;
    restriction.res.resProperty.relop = RELOP_EQ;
    restriction.res.resProperty.ulPropTag = PR_ANR_W;
    restriction.res.resProperty.lpProp = &name;
    CHECK_CODE(table->Restrict(&restriction, 0), S_OK); // RES-6
    CHECK(all_bytes(table.get(), PR_ENTRYID).empty());
    for (auto &entry : entries) {
        Ref<IMAPIProp> user;
        type = open(logon, entry, user);
        CHECK(type == MAPI_MAILUSER || type == MAPI_DISTLIST);
        read_all(user.get());
    }
}
