//! The identifiers of MAPI's interfaces, defined once, as the headers have them.
#define INITGUID
#define USES_IID_IMAPISession
#define USES_IID_IMAPITable
#define USES_IID_IMAPIAdviseSink
#define USES_IID_IMAPIProp
#define USES_IID_IProfSect
#define USES_IID_IMAPIStatus
#define USES_IID_IMsgStore
#define USES_IID_IMessage
#define USES_IID_IMailUser
#define USES_IID_IMAPIContainer
#define USES_IID_IMAPIFolder
#define USES_IID_IABContainer
#define USES_IID_IDistList
#define USES_IID_IMAPISup
#define USES_IID_IMSProvider
#define USES_IID_IABProvider
#define USES_IID_IXPProvider
#define USES_IID_IMSLogon
#define USES_IID_IABLogon
#define USES_IID_IXPLogon
#include "mapi.hpp"

const IID IID_ProviderShutdown = {0x00020398, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
