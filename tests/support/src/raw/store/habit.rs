//! What a raw store does otherwise than a correct one.

/// What the provider does otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    // The entry point.
    /// The entry point succeeds and gives no object.
    InitGivesNothing,
    /// The entry point fails and gives an object.
    InitFailsWithAnObject,
    /// Every call of the entry point gives the first one's object.
    InitGivesTheSameObject,
    /// The entry point answers with a version above the session's.
    VersionIsTooHigh,
    /// Its reference on MAPI's IMalloc is never given back.
    KeepsMalloc,
    // A logon call that makes no logon.
    /// A failing logon gives a logon object.
    FailureGivesObjects,
    /// A failing logon takes a reference on the support object, and keeps it.
    FailureKeepsSupport,
    /// A failing logon gives a MAPIERROR.
    FailureHasText,
    /// A failing logon gives a MAPIERROR in a block that is too short for one.
    FailureGivesAShortError,
    /// A logon succeeds and gives no object.
    SuccessGivesNothing,
    /// A logon succeeds and gives no store.
    SuccessGivesNoStore,
    /// A logon succeeds and gives no logon object.
    SuccessGivesNoLogon,
    // A new logon.
    /// A new logon takes no reference on the support object.
    TakesNoReference,
    /// A new logon takes two references on the support object, and gives back one.
    TakesAReferenceTooMany,
    /// The end gives back a reference on the support object although none was taken.
    GivesBackWhatItNeverTook,
    /// The end gives back one reference more than was taken.
    GivesOneBackTooMany,
    /// The support object is given back by the logon's destructor (LOGOFF-11).
    GivesBackInTheDestructor,
    /// The end calls the support object after its last Release.
    CallsBehindTheLastRelease,
    /// A new logon registers no UID.
    RegistersNoUid,
    /// A new logon registers its UID twice.
    RegistersItsUidTwice,
    /// The status row has no display name.
    RowLacksAColumn,
    /// A new logon writes a property of its section that is MAPI's own.
    WritesMapisOwn,
    /// A new logon opens its section and keeps it.
    KeepsItsSection,
    /// A new logon calls SpoolerNotify, which is for transports.
    TellsTheSpooler,
    /// A new logon gives data for the spooler's logon.
    GivesSpoolerData,
    /// A new logon gives data for the spooler's logon, and a size that is too large.
    GivesLessSpoolerDataThanItSays,
    /// A new logon frees a block that hangs on another one.
    FreesWhatHangs,
    /// A new logon frees a block twice.
    FreesTwice,
    // A store that is open.
    /// The logon to an open store gives its logon object again.
    DuplicateGivesTheLogon,
    /// The logon to an open store makes a second logon object.
    DuplicateMakesALogon,
    /// The logon to an open store makes a second store.
    DuplicateMakesAStore,
    /// The logon to another store gives the logon object of an open one.
    OtherStoreGivesTheLogon,
    /// The logon to an open store keeps a reference on the support object that it was lent.
    DuplicateKeepsSupport,
    /// The logon to an open store registers a UID.
    DuplicateRegistersUid,
    /// The logon to an open store registers a status row.
    DuplicateRegistersRow,
    /// The logon to an open store gives data for the spooler's logon.
    DuplicateGivesSpoolerData,
    // Work.
    /// The row promises a method that the status object lacks.
    RowPromisesMore,
    /// The row leaves out a method that the status object has.
    RowPromisesLess,
    /// GetProps fails and gives values.
    FailureOfGetPropsGivesValues,
    /// GetProps fails and leaves a pointer to what it has freed.
    FailureOfGetPropsLeavesWhatIsFreed,
    /// GetProps gives fewer values than its count says.
    GetPropsGivesLessThanItSays,
    /// GetProps gives values in memory that is not MAPI's.
    GetPropsGivesItsOwnMemory,
    /// GetPropList gives fewer tags than its count says.
    GetPropListGivesLessThanItSays,
    /// OpenEntry fails and gives an object.
    FailureOfOpenEntryGivesAnObject,
    /// OpenEntry gives its object one reference too many.
    OpenEntryCountsTwice,
    /// GetLastError loses the block that it has made.
    GetLastErrorLosesABlock,
    /// Advise succeeds, subscribes nothing, and gives no connection.
    AdviseGivesNothing,
    /// QueryInterface succeeds for every interface.
    HasEveryInterface,
    /// The store answers `IUnknown` with another object each time.
    HasTwoIdentities,
    /// A failing QueryInterface leaves its output as it was.
    QueryLeavesItsOutput,
    /// QueryInterface succeeds and gives nothing.
    QuerySucceedsWithNothing,
    /// StoreLogoff takes every flag.
    StoreLogoffTakesEverything,
    /// StoreLogoff refuses every flag.
    StoreLogoffRefusesEverything,
    /// StoreLogoff gives its input flags back, too (STORELOGOFF-3).
    StoreLogoffGivesItsInputBack,
    /// StoreLogoff saves QUIET as it does every flag, and the end calls StoreLogoffTransports with
    /// it: that is right (STORELOGOFF-2).
    SavesQuiet,
    /// StoreLogoff answers with flags that there are not.
    StoreLogoffSaysOdd,
    // The end.
    /// The end cancels no subscription.
    LeavesSubscriptions,
    /// The end does not call StoreLogoffTransports.
    TellsNoTransports,
    /// The end calls StoreLogoffTransports twice.
    TellsTransportsTwice,
    /// The end removes the status row itself.
    RemovesItsRow,
    /// The objects go on working after the logon's end.
    WorksBehindItsEnd,
    /// Logoff fails.
    LogoffFails,
    /// Shutdown fails.
    ShutdownFails,
    /// The second Logoff fails.
    SecondLogoffFails,
    /// The second Shutdown fails.
    SecondShutdownFails,
    /// Logoff takes a minute of the session's clock.
    TakesItsTime,
    // The message service.
    /// `ServiceEntry` keeps a reference on its support object.
    KeepsTheConfiguration,
}
