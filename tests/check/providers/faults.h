/* The mistakes that the providers in C can make: FAULT names one. Where each is made, it stands beside what is right. Which
   violation each one is, for which kinds, is in mutants.tsv. Those of StoreLogoff and of a second logon are a store's alone,
   those of objects are nothing to a transport. */
#ifndef FAULTS_H
#define FAULTS_H

enum fault {
    NONE,
    /* Mistakes of published samples. */
    CYCLE,       /* logon and status object hold each other; the support object is released with the logon */
    NO_RELEASE,  /* the support object is never released */
    TWICE,       /* StoreLogoff calls StoreLogoffTransports, and the end calls it again */
    ANSWERS,     /* objects work after the logoff */
    FREED,       /* the provider object is freed while a logon lives, which uses it */
    WRONG_QUERY, /* QueryInterface gives whatever is asked for */
    GLOBALS,     /* the allocators of the newest session are used for every session */
    /* Of the support object. */
    NO_ADDREF,     /* it is not AddRef'd */
    LATE,          /* it is called after its final Release */
    OVER_RELEASE,  /* it is released once too often */
    LEFT_OPEN,     /* subscriptions are not cancelled */
    NO_TRANSPORTS, /* StoreLogoffTransports is never called */
    WRONG_FLAGS,   /* StoreLogoffTransports does not get what StoreLogoff was told */
    UNSUBSCRIBES_LATE, /* subscriptions are cancelled after StoreLogoffTransports */
    TOUCHES,       /* the logon and the provider object are used after its final Release */
    FIRST_SUPPORT, /* that of the first logon is used for every logon */
    MAKES_INVALID, /* MakeInvalid gets a block of malloc's */
    SPOOLER,       /* only a warning: SpoolerNotify inside the logon */
    CHANGE_NOTICE, /* SpoolerNotify of a store, with a flag that is a transport's */
    SYNC,          /* Subscribe with NOTIFY_SYNC for a client's sink */
    KEEPS_SINK,    /* a reference on a client's sink is never given back */
    /* Of the provider object. */
    LOST_PROVIDER,  /* a logon does not give its reference on it back */
    SAME_OBJECT,    /* the entry point gives one provider object, again and again */
    PROVIDER_QUERY, /* it does not have its own interface */
    PROVIDER_OUTPUT, /* its QueryInterface fails and leaves its output set */
    SHUT_LEAVES,    /* Shutdown leaves logons as they are */
    SHUT_NULL,      /* Shutdown writes to its flags without a look */
    SHUT_AGAIN,     /* a second Shutdown fails */
    SHUT_FREES,     /* Shutdown frees it */
    NO_JOIN,        /* a thread outlives Shutdown */
    FAST_QUERY,     /* QueryFastShutdown ends the logons */
    FAST_NOTIFY,    /* NotifyProcessShutdown ends the logons */
    /* Of ServiceEntry. */
    KEPT_CONFIG,    /* it keeps its support object */
    LATE_CONFIG,    /* its support object is called later */
    KEPT_ADMIN,     /* it keeps the administration of its providers */
    ANY_CONTEXT,    /* it succeeds in contexts that there are not */
    CONFIG_TEXT,    /* its MAPIERROR is malloc's */
    CONFIG_DIALOG,  /* it shows a dialog that is not allowed */
    CONFIG_CRASH,   /* it crashes unless a provider was initialised */
    /* Of the status row and the status object. */
    BAD_ROW,        /* the status row has no PR_DISPLAY_NAME */
    NO_ROW,         /* a transport has no status row */
    BAD_METHODS,    /* the status row promises FlushQueues */
    LESS_METHODS,   /* the status row does not promise ValidateState, which works */
    NO_VALIDATE,    /* there is no ValidateState */
    STATUS_MODIFY,  /* a status object for changes is refused */
    STATUS_KIND,    /* the status object is called a message */
    STATUS_CYCLE,   /* logon and status object hold each other for good, and nothing else */
    NO_STATUS,      /* OpenStatusEntry succeeds and gives nothing */
    STATUS_DIALOG,  /* ValidateState shows a dialog that is not allowed */
    NULL_SLOT,      /* a method of the status object is a null pointer */
    /* Of the end. */
    NOT_AGAIN,      /* a repeated Logoff fails */
    VETO,           /* Logoff fails, and ends nothing */
    FREES_LOGON,    /* Logoff frees the logon object */
    NEEDS_LOGOFF,   /* a logon that is released without Logoff cleans up nothing */
    LOGON_ANSWERS,  /* the logon object works after Logoff, and nothing else does */
    UNWAITED,       /* the end takes the support object from a call that is in flight */
    RACES,          /* a Logoff returns although the end is under way on another thread */
    CLOSES_EARLY,   /* StoreLogoff closes the store */
    ANY_FLAGS,      /* StoreLogoff takes whatever flags */
    FLAGS_BACK,     /* StoreLogoff gives back what it was given */
    QUIET_CLOSES,   /* StoreLogoff(QUIET) reports activity, and says that nothing is left to do */
    /* Locks held over calls into MAPI. */
    LOCKED_LOGON,   /* over ModifyStatusRow */
    LOCKED_NOTIFY,  /* over Notify */
    LOCKED_END,     /* over the support object's last Release */
    LOCKED_CLOSE,   /* over StoreLogoffTransports */
    /* Of memory, and of what MAPI lends. */
    LOST_BLOCK,     /* GetPropList loses a block of MAPI's memory */
    FREES_TWICE,    /* GetPropList frees a block twice */
    FREES_INPUT,    /* SetProps frees what it is given */
    C_MEMORY,       /* what GetProps gives is malloc's */
    C_FREE,         /* a block of MAPI's memory is given to free */
    SHORT_LIST,     /* the count of GetPropList's tags is larger than the array */
    ROWS_IN_ONE,    /* the rows of a set hang on the set */
    LOST_TEXT,      /* GetLastError loses the block that it has made */
    C_TEXT,         /* what GetLastError gives is malloc's */
    LEAKS_ROWS,     /* a QueryRows that runs out of memory loses what it had */
    UNCHECKED,      /* GetProps takes it for granted that there is memory */
    KEEPS_MALLOC,   /* IMalloc is never released */
    LOSES_MALLOC,   /* IMalloc is released without an AddRef */
    SECTION_LEFT,   /* a profile section is never released */
    SECTION_TWICE,  /* a profile section is released twice */
    SECTION_LATE,   /* a profile section is used after its Release */
    WRITES_FLAGS,   /* PR_RESOURCE_FLAGS is written into it */
    THREADS,        /* MAPIInitialize is called for a thread, and never MAPIUninitialize */
    /* Of objects. */
    OBJECT_REF,     /* a folder or message is given with one reference too many */
    LOGON_REF,      /* a logon object is given with one reference too many */
    TABLE_REF,      /* a table is given with one reference too many */
    SAME_TABLE,     /* a contents table is the folder itself */
    NO_CONNECTION,  /* Advise succeeds, subscribes nothing, and gives no connection */
    ANY_CONNECTION, /* Unadvise succeeds for a connection that there is not */
    NO_OBJECT,      /* OpenEntry succeeds and gives nothing */
    NO_KIND,        /* OpenEntry does not say of which kind the object is */
    NO_TABLE,       /* GetContentsTable succeeds and gives nothing */
    NO_ROOT,        /* no identifier opens nothing */
    OPENS_JUNK,     /* any identifier opens something */
    AGILE,          /* an object calls itself agile */
    MARSHALS,       /* an object marshals itself */
    TWO_IDENTITIES, /* an object's IUnknown is another one each time */
    QUERY_OUTPUT,   /* a failing QueryInterface leaves its output set */
    LOGON_QUERY,    /* a logon object gives whatever interface is asked for */
    LEFT_OUTPUT,    /* a failing OpenEntry leaves its output set */
    STATUS_OUTPUT,  /* a failing OpenStatusEntry does */
    TABLE_OUTPUT,   /* a failing GetContentsTable does */
    ROWS_OUTPUT,    /* a failing QueryRows does */
    PROPS_OUTPUT,   /* a failing GetProps does */
    ADVISE_OUTPUT,  /* a failing Advise does */
    ABORTS,         /* GetPropList ends the process */
    NO_CHECK,       /* an output that may be left out is written without a look */
    /* Of tables and properties. */
    ONE_WAY,        /* a table has no way through OpenProperty */
    NO_WAY,         /* an interface that a property has not is no support, and nothing else */
    NO_FLAGS,       /* rows lack PR_MESSAGE_FLAGS, those of a book PR_DISPLAY_TYPE */
    NO_FIND,        /* FindRow finds no row by its key */
    END_FAILS,      /* the end of a table is an error */
    SHORT_ROW,      /* a row has a slot less than there are columns */
    LIST_FAILS,     /* GetProps of several properties fails where one is not there */
    /* Of identifiers. */
    NO_UID,         /* only a warning: no UID is registered */
    OTHER_UID,      /* another UID is registered than identifiers have */
    FRESH_UID,      /* each logon has a UID of its own */
    CHANGING,       /* identifiers change with each logon */
    UNWRAPPED,      /* a store's identifier is given to clients as it is */
    COMPARE_LOGON,  /* CompareStoreIDs works only while a store is open */
    COMPARE_ANY,    /* CompareStoreIDs calls all stores one */
    /* Of the logon. */
    LOGON_OUTPUT,   /* a logon fails and gives objects */
    LOGON_NULL,     /* a logon succeeds and gives none */
    LOGON_KEEPS,    /* a logon fails and keeps the support object */
    SAME_LOGON,     /* two logons get one logon object */
    DIALOG,         /* a dialog is shown that is not allowed */
    SECURITY,       /* what is given for the spooler, or as security data, is malloc's */
    SECOND,         /* an open store is opened again as another one */
    SECOND_LOGON,   /* an open store is opened again with another logon object */
    DUPLICATE_REF,  /* a store that is open already takes one more support object */
    DUPLICATE_UID,  /* a store that is open already registers its UID again */
    DYING,          /* a store in its last Release is given to who opens it */
    ANY_INTERFACE,  /* a store is given whatever interface is asked for */
    /* What only a fault of MAPI's shows. */
    FORGETS,      /* a subscription that could not be cancelled is forgotten */
    LOST_SUPPORT, /* a logon that fails because MAPI refuses a call does not release the support object */
    UID_IGNORED,  /* a logon goes on without the UID that MAPI refused */
    /* Of a transport. */
    CHANGED_ARRAYS, /* what AddressTypes gave is changed */
    FREED_ARRAYS,   /* what AddressTypes gave is freed */
    MANY_TYPES,     /* AddressTypes counts more than there are */
    KEEPS_MESSAGE,  /* a message is held after EndMessage, or StartMessage */
    FLAGS_IN,       /* TransportLogon leaves flags standing that only go in */
    NOTICE_CHANGED, /* TransportNotify changes its flags */
    /* No mistake: a store keeps its provider until its last Release returns. */
    KEEPS_PROVIDER,
    /* Of the entry point. */
    CRASHES,
    GIVES_NULL,
    GIVES_GARBAGE,
    HANGS,
    EXITS,
    NEW_VERSION,  /* a version above the session's */
    ANY_VERSION,  /* it takes a session that is too old */
    INIT_OUTPUT,  /* it fails and gives an object */
    INIT_LEAKS,   /* it fails and loses a block of MAPI's memory */
    INIT_ABORTS,  /* it ends the process */
    INIT_SLOW,    /* it takes long to refuse a session */
    STARTS_MAPI,  /* it calls MAPIInitialize */
};
#ifndef FAULT
#define FAULT NONE
#endif
#endif
