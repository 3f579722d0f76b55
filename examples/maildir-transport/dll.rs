//! The DLL of the Maildir transport: its entry points, and nothing else.
provider_runtime::export!(transport: maildir_transport::MaildirTransport);
