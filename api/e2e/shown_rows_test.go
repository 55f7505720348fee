package e2e_test

// proven are rows that tests try which are part of make test, because they need a clock of their own, no
// product at all, or a browser. Tests are a folder of api and a name; or a file of frontend, a # and the word
// by which its tests are meant.
type proven struct{ id, tried, tests string }

// provenAttacks are the rows of security.md that tests try which make test runs, too: they
// need a clock, a part alone, or a database that was tampered with.
func provenAttacks() []proven {
	return []proven{
		{"A01", "entropy of ids and tokens", "secret.TestIDsAndTokens signin/attempt.TestAttemptsAreUnique"},
		{"B05", "a callback after ten minutes", "e2e.TestB05AttemptExpires"},
		{"B17", "another key, the old key, each bit of a sealed text", "secret.TestNoBitMayFlip signin/attempt.TestAttemptDoesNotOpenOtherwise"},
		{"B19", "each endpoint of a provider with each kind of nonsense", "idp.TestEndpoints"},
		{"C00", "every ID token of group C", "idp.TestIDTokenRefused idp.TestEmailVerified idp.TestUserinfo idp.TestUnfitKeysAreIgnored"},
		{"C05", "no kid: one key, several keys; and the modules of the OpenID Foundation by name", "idp.TestConformance"},
		{"C06", "made-up key ids against the clock", "idp.TestUnknownKeysAreFetchedSeldom"},
		{"C07", "keys that are unfit: for encryption, of another kind, short, too many, no point, symmetric", "idp.TestUnfitKeysAreIgnored"},
		{"C09", "Entra: other, missing and personal tenants", "idp.TestTenantMustBeGUID idp.TestResolveTenant"},
		{"C20", "e-mail and its proof from one source", "idp.TestUserinfo"},
		{"C29", "discovery that lies, leads elsewhere or never ends", "idp.TestInspect idp.TestEndpoints idp.TestF04GenericEndpoints"},
		{"D07", "two people with one address, by case", "signin/decision.TestDecide signin/decision.TestProve"},
		{"D09", "turned off while somebody was at the provider", "e2e.TestD09LiveStateIsReadAtTheCallback"},
		{"D11", "an attacker's account linked in somebody's browser", "e2e.TestD11LinkCSRF signin/linking.TestLinkCSRF"},
		{"D12", "a link that another session finishes", "e2e.TestD12AnotherSessionFinishes"},
		{"D14", "an attempt of one purpose at the end of another", "e2e.TestD14PurposeConfusion signin/linking.TestPurposesStayApart"},
		{"D15", "a proof of another link, person, time, browser", "e2e.TestD15CodesOfOthers signin/linking.TestProofsThatFail signin/linking.TestPendingLinkIsSpentOnce"},
		{"D17", "a link address that was guessed or made", "signin/linking.TestProofsThatFail session.TestForeignRefreshTokens"},
		{"D18", "an account that is somebody's, first sign-ins at once", "e2e.TestD18LinkedToAnotherUser e2e.TestD18ParallelFirstSignIns"},
		{"D20", "cutting one's last sign-in method, by two at once", "e2e.TestD20LastSignInMethod e2e.TestD20Races"},
		{"D21", "disconnecting by a visit, without proof, for somebody else", "e2e.TestD21UnlinkWantsAProof e2e.TestAccountRoutesWantASession"},
		{"D22", "an account that was made beforehand", "signin/linking.TestProvenLink"},
		{"D23", "a session from before the link", "e2e.TestConnectAndDisconnect signin/linking.TestProvenLink"},
		{"D25", "another e-mail afterwards", "signin.TestSecondSignInGoesByTheLink e2e.TestB27RenamedMailboxKeepsItsOwner"},
		{"D28", "whoever turns passwords off ends what came of them", "e2e.TestPasswordsTurnedOff apply.TestTurningSomebodyAwayEndsTheirSessions"},
		{"D30", "people are told of their accounts", "e2e.TestD30PeopleAreToldOfTheirAccounts e2e.TestD02TheOwnerIsToldOfARefusedMismatch"},
		{"E01", "every operation with ids of another organization", "e2e.TestE01OrganizationsAreApart e2e.TestE01ConnectionsAreForTheirSuperAdminsAlone"},
		{"E05", "a token of one organization at another's paths", "session.TestChangedClaims e2e.TestH01EveryOperationWithEveryCaller"},
		{"E08", "a domain that another organization proved", "e2e.TestE08DomainOfAnotherOrganization"},
		{"E09", "each statement of the store for another organization", "store.TestConformance"},
		{"E10", "log, export and search of another organization", "e2e.TestE10LogIsForItsSuperAdminsAlone"},
		{"F02", "the table of addresses, and the dial by what a name resolves to", "outbound.TestAddresses idp.TestDialIsGuarded idp.TestF02GenericIssuerInside"},
		{"F02", "a webhook that was public when it was saved", "e2e.TestWebhooksThatMovedInside e2e.TestWhatAWebhookMayBe outbound.TestHostsThatLeadInside"},
		{"F04", "a webhook that answers with malice, or is led elsewhere meanwhile", "e2e.TestWebhooksThatAnswerWithMalice e2e.TestWebhooksThatChangeWhileTheyAreSentTo"},
		{"F04", "a provider outside that points inside", "idp.TestF04GenericEndpoints idp.TestInspectionStaysOutside"},
		{"F05", "a connection test as a port scanner", "e2e.TestConnectionTestsAreLimited idp.TestInspectionStaysOutside"},
		{"F06", "what a provider answered, in an error", "idp.TestEndpoints idp.TestInspect"},
		{"F07", "a proxy of the environment", "idp.TestF46_NoProxyOfTheEnvironment"},
		{"F12", "locking oneself out by requiring SSO", "policy.TestRequireSSO people.TestTheLastSignInMethodStays e2e.TestRequireSSOOverHTTP"},
		{"F15", "what weakens sign-in", "e2e.TestF15WeakerPoliciesAreProven store.TestS1WhatWeakensSignIn"},
		{"G04", "no end, no audience, an empty issuer", "session.TestForgedAccessTokens session.TestNewRefusesEmptyIssuerAndAudience"},
		{"G07", "whoever was deactivated, at the next request", "e2e.TestG07Deactivated e2e.TestChangesOfPeopleBiteAtOnce"},
		{"G08", "a connection that was turned off, an account that was cut", "e2e.TestG08TurningAConnectionOffEndsItsSessions e2e.TestG08TakenAwayMeanwhile"},
		{"G12", "the answer to a refresh was lost", "session.TestLostAnswer"},
		{"G13", "a refresh after the end", "e2e.TestG13SessionsEnd"},
		{"G14", "a stolen refresh token in another browser", "session.TestReuseEndsTheSessionForEverybody"},
		{"G16", "sign-out everywhere, by the person and by an admin", "e2e.TestG16EndMySessions"},
		{"G19", "sessions of an old backup", "session.TestL15_RestoredSessionsEndWithoutAlarm cli.TestL15_TheGapIsSaid"},
		{"G21", "a refresh as a proof of who is there", "e2e.TestG21RefreshIsNoProof"},
		{"H01", "every operation with every caller", "e2e.TestH01EveryOperationWithEveryCaller web/middleware.TestH01NoPermissionNoStart"},
		{"H02", "routes beside the contract, refusals beside its lists", "web.TestH02RoutesAreTheContract e2e.TestH02EveryOperationListsItsRefusals"},
		{"H06", "an office behind one address", "signin.TestL1AnOfficeBehindOneAddress"},
		{"H09", "every body that is not exactly its schema", "e2e.TestH09StrictBodies"},
		{"H12", "a panic", "e2e.TestH12Panic"},
		{"H14", "the same request again", "e2e.TestIdempotencyKey e2e.TestIdempotencyKeyAtOnce"},
		{"H15", "exports at once, the log by an agent", "e2e.TestH15OneExportAtATime"},
		{"H17", "keys of machines: scope, organization, hash, shown once", "e2e.TestH17_ServicesFromMakingToRevoking e2e.TestH17_WhatNoServiceMay e2e.TestH17_WhereAKeyMustNotBe"},
		{"I02", "script in a name of an organization", "e2e.TestPages"},
		{"I01", "tokens in storage, cookies, databases, caches, the address and the page", "e2e/session.spec.ts#I01"},
		{"I07", "Back after a sign-out, and the other tab within a second", "e2e/session.spec.ts#I07"},
		{"I10", "a sign-in by a pop-up, or by messages between windows", "e2e/session.spec.ts#I10"},
		{"I11", "deep links that lead elsewhere after the sign-in", "e2e/session.spec.ts#I11"},
		{"I12", "a double click on the button of a slow network", "src/signin/sign-in.test.tsx#I12 e2e/session.spec.ts#I12"},
		{"I14", "the warning dialog tells an agent no detail", "e2e/refused.spec.ts#I14"},
		{"J03", "another encryption key, and one that is missing", "secret.TestSecondKeyOpensWhatItSealed e2e.TestR26MissingEncryptionKey app.TestL14_KeysAreChangedProcessByProcess"},
		{"J04", "nonces that repeat", "secret.TestNoncesDoNotRepeat"},
		{"J05", "rows of the log changed, deleted, forged and swapped, and their seals, by whoever owns the database", "e2e.TestJ05AuditVerify audit.TestJ05EveryColumnIsSealed audit.TestJ05AHandInTheDatabase audit.TestJ05WhatOnlyTheLogShows audit.TestJ05AForgedEventOfLongAgoIsToldOf audit.TestJ05ARoleThatCannotChangeTheLog"},
		{"J06", "a database that is somebody else's", "store.TestServerIsVerifiedUnlessOnThisMachine"},
		{"J08", "a key file that others can write", "e2e.TestJ08WritableKeyFileIsRefused"},
		{"J09", "imported hashes", "signin/passwords.TestImportedHashIsUpgraded password.TestCheck"},
		{"J10", "certificates that are self-signed, of another host, expired, and TLS 1.0", "idp.TestTLS"},
		{"P11", "applications: addresses, errors, codes, clients, tokens, against the clock", "e2e.TestOAuthNothingGoesToAnAddressThatNobodyRegistered e2e.TestOAuthErrorsGoBack e2e.TestOAuthCodesThatBringNothing e2e.TestOAuthCodesOfOthersAndCodesAgain e2e.TestOAuthWhoIsNoClient e2e.TestOAuthTokensThatAreNone e2e.TestOAuthAnApplicationThatIsTurnedOff"},
		{"P12", "sign-out by applications", "e2e.TestLogoutAsksWhereItMustAndLeadsNowhereElse e2e.TestLogoutIsConfirmedByThePersonAlone"},
		{"P13", "assertions of services: other issuers, keys, audiences, ends, again", "e2e.TestAssertionsOfServices e2e.TestClientCredentials"},
	}
}

// foundElsewhere are rows of faults.md whose tests do not carry the id in their names.
func foundElsewhere() map[string]string {
	return map[string]string{
		"I12": "e2e.TestOAuthFromTheApplicationToGoogleAndBack", // of a client that reads our metadata
		"I14": "idp.TestF43_FineCodes",
	}
}

// measured are rows that a command of its own measures: it says whether they hold, and docs/results.md what it found.
func measured() []proven {
	return []proven{
		{"G1", "lists, filters, searches, log, forecast and impact of 100,000 people beside those of 100", "make bench-scale"},
		{"G2", "the export of the largest log", "make bench-scale"},
	}
}

func provenFaults() []proven {
	return []proven{
		{"R05", "many changes of one person at once", "e2e.TestD20Races e2e.TestTwoBrowsersConnectOneAccount e2e.TestTwoPasswordChangesAtOnce"},
		{"R09", "known keys while the provider is away", "e2e.TestR09KnownKeysOutliveTheProvider idp.TestRotationUnderLoadFetchesOnce idp.TestConformance"},
		{"R10", "names that do not resolve, addresses that do not answer", "idp.TestEndpoints"},
		{"R11", "a provider's clock that is wrong by a minute, an hour, a year", "idp.TestIDTokenRefused"},
		{"R12", "the clock is set back by an hour, twice", "session.TestR12TheClockIsSetBack"},
		{"R23", "our own keys take turns: published before they sign, kept after", "session.TestSigningKeyRotation session.TestRefreshKeyRotation session.TestRotatingAtOnce"},
		{"R26", "an encryption key that is missing or another", "e2e.TestR26MissingEncryptionKey"},
		{"R28", "rows that are damaged", "web/rest.TestL16DamagedRowsAreShown store.TestL16DamagedRowsTakeOnlyThemselvesAway"},
		{"R29", "the answer to a sign-in is lost", "signin.TestL4_ABrowserThatLeaves signin.TestL4_TheDatabaseIsAwayAtTheCommit session.TestLostAnswer"},
		{"R33", "kill -9 in an import, in a delivery of webhooks, in a sign-out that is told", "e2e.TestImportGoesOnAfterAKill e2e.TestWebhooksAreSentAfterAKill e2e.TestLogoutIsToldAfterAKill"},
		{"R34", "a pooler that knows few parameters, and one by transaction", "store.TestL12PoolerThatKnowsFewParameters"},
	}
}
