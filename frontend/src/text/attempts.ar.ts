import type { texts as en } from "./attempts.en.ts";
import type { Translation } from "./translation.ts";

const startAgain = "لا شيء من جهتك؛ يبدأ الشخص من جديد من صفحة تسجيل الدخول.";
const sendReference = "أرسل الرقم المرجعي {ref} إلى مشغّل النظام، الذي يجد السبب في سجل الخادم.";
const notFromSignIn = "لا شيء من جهتك؛ إذا تكرر ذلك، فأرسل الرقم المرجعي {ref} إلى مشغّل النظام.";
const waitAndRetry = "لا شيء من جهتك؛ ينتظر الشخص لحظة ثم يعيد المحاولة.";
const newSecret = "أنشئ سر عميل جديدًا لدى {provider} وأدخله هنا.";
const correctApplication = "قارن التطبيق لدى {provider} بما هو محفوظ هنا، وصحّح الخاطئ منهما.";
const resetLink = "تأكد مع الشخص من أن حسابَي {provider} كليهما له، ثم ألغِ ربط الحساب القديم ضمن «المستخدمون».";
const addUser = "أضف مستخدمًا بهذا العنوان إذا كان الشخص من مؤسستك، أو اطلب منه استخدام الحساب المعروف لديك.";
const activate = "نشّط المستخدم من جديد إذا كان يُسمح له بتسجيل الدخول.";
const newPassword = "اطلب من الشخص إعادة المحاولة بكلمة المرور الصحيحة، وعيّن له كلمة مرور جديدة إذا كان لا يعرفها.";
const ownAccount = "اطلب من الشخص اختيار «استخدام حساب آخر» ثم الحساب التابع إلى {expected}.";

/** By code. */
const explanations = {
  sso_not_configured: {
    title: "لم يتم إعداد {provider}",
    next: "أعِدّ {provider}، أو اطلب من الشخص استخدام كلمة مروره.",
  },
  sso_app_invalid: { title: "لا تقبل خدمة {provider} التطبيق", next: correctApplication },
  sso_provider_disabled: {
    title: "تسجيل الدخول باستخدام {provider} متوقف",
    next: "فعّل {provider}، أو اطلب من الشخص تسجيل الدخول بطريقة أخرى.",
  },
  org_not_resolved: { title: "رمز المؤسسة غير معروف", next: "أعطِ الشخص رمز المؤسسة الصحيح." },
  provider_denied: {
    title: "ضغط الشخص على «إلغاء»",
    next: "لا شيء من جهتك؛ إذا ألغى كثيرون، فامنح الموافقة للجميع لدى {provider}.",
  },
  provider_consent_required: {
    title: "الموافقة غير موجودة لدى {provider}",
    next: "امنح موافقة المسؤول للتطبيق لدى {provider}.",
  },
  provider_blocked: {
    title: "لا تسمح خدمة {provider} بدخول الحساب",
    next: "راجع الرمز المُستلم؛ تمنع قاعدة أو تخصيص لدى {provider} هذا الحساب، ويستطيع المسؤول هناك تغيير ذلك.",
  },
  provider_interaction: {
    title: "طلبت خدمة {provider} من الشخص تسجيل الدخول لديها من جديد",
    next: "اطلب من الشخص إعادة المحاولة وإكمال ما تطلبه خدمة {provider}.",
  },
  provider_unavailable: {
    title: "لم تكن خدمة {provider} متاحة",
    next: "راجع صفحة حالة {provider}، واطلب من الشخص استخدام كلمة مروره في هذه الأثناء.",
  },
  provider_other: {
    title: "ردت خدمة {provider} بخطأ",
    next: "ابحث عن الرمز المُستلم لدى {provider}، واطلب من الشخص إعادة المحاولة.",
  },
  provider_config_error: { title: "رفضت خدمة {provider} طلبنا", next: correctApplication },
  code_rejected: { title: "رفضت خدمة {provider} الرمز", next: startAgain },
  outbound_unavailable: {
    title: "طريقنا إلى خدمة {provider} مغلق",
    next: "اطلب من مشغّل النظام فحص وكيل الخروج للخادم.",
  },
  provider_unreachable: {
    title: "تعذّر الوصول إلى {provider}",
    next: "اطلب من مشغّل النظام فحص DNS والخادم الوكيل والاتصالات الصادرة من الخادم.",
  },
  attempt_unknown: {
    title: "لا توجد محاولة من هذا المتصفح",
    next: "لا شيء من جهتك؛ يبدأ الشخص من جديد، وإذا حدث كثير منها دفعة واحدة فقد يكون هجومًا: أبلغ مشغّل النظام به.",
  },
  attempt_expired: { title: "استغرقت وقتًا أطول من المسموح", next: startAgain },
  attempt_cookie_missing: {
    title: "لم يحتفظ المتصفح بملف تعريف الارتباط",
    next: "اطلب من الشخص السماح بملفات تعريف الارتباط لهذا الموقع، واطلب من مشغّل النظام فحص العنوان العام إذا حدث ذلك لكثيرين.",
  },
  attempt_replayed: {
    title: "كانت المحاولة قد انتهت بالفعل",
    next: "لا شيء من جهتك؛ لكن راجع المحاولة الأولى إذا لم يضغط الشخص نفسه على زر الرجوع.",
  },
  token_invalid: {
    title: "رد {provider} لم يكن أصليًا",
    next: "اطلب من الشخص البدء من جديد، واختبر {provider} إذا حدث ذلك مرتين.",
  },
  clock_skew: {
    title: "ساعتنا وساعة {provider} مختلفتان",
    next: "اطلب من مشغّل النظام تصحيح ساعة الخادم.",
  },
  wrong_tenant: {
    title: "حساب من دليل آخر",
    next: "اطلب من الشخص اختيار «استخدام حساب آخر» ثم الحساب المخصص لعمله، أو أضف ذلك الدليل إلى الأدلة المسموح لها بتسجيل الدخول.",
  },
  wrong_hosted_domain: { title: "حساب من نطاق آخر", next: ownAccount },
  email_missing: {
    title: "لم تشارك خدمة {provider} أي بريد إلكتروني",
    next: "امنح الحساب بريدًا إلكترونيًا لدى {provider}، أو أضف مطالبة البريد الإلكتروني (email) إلى التطبيق.",
  },
  email_not_verified: {
    title: "البريد الإلكتروني غير موثّق",
    next: "اقصر التطبيق على الدليل أو النطاق لديك، كي توثّق خدمة {provider} العنوان.",
  },
  user_not_authorized: { title: "ليس من المستخدمين لديك", next: addUser },
  link_in_profile_first: {
    title: "لم يُربط بعد",
    next: "اطلب من الشخص تسجيل الدخول بكلمة مروره وربط {provider} من إعدادات الأمان.",
  },
  link_proof_failed: { title: "لم يتم تأكيد الحساب", next: newPassword },
  link_locked: {
    title: "محاولات كثيرة جدًا لتأكيد الحساب",
    next: "اسأل الشخص عما إذا كان هو من حاول، وعيّن له كلمة مرور جديدة إذا كان لا يعرفها.",
  },
  link_ticket_expired: { title: "انتهت مهلة صفحة الربط", next: startAgain },
  password_login_disabled: {
    title: "تسجيل الدخول بكلمة المرور متوقف",
    next: "اطلب من الشخص تسجيل الدخول باستخدام مزوّد، أو استثنه ضمن «المستخدمون».",
  },
  rate_limited: { title: "محاولات كثيرة جدًا من عنوان واحد", next: waitAndRetry },
  internal_error: { title: "خطأ من جهتنا", next: sendReference },
  validation_failed: { title: "لم يُملأ أحد الحقول على النحو الصحيح", next: notFromSignIn },
  callback_malformed: { title: "كان عنوان العودة تالفًا", next: startAgain },
  sso_config_changed: { title: "تغيّرت الإعدادات في هذه الأثناء", next: startAgain },
  credentials_invalid: { title: "البريد الإلكتروني أو كلمة المرور غير صحيحة", next: newPassword },
  unauthenticated: { title: "كانت الجلسة قد انتهت", next: startAgain },
  not_found: { title: "غير موجود", next: notFromSignIn },
  method_not_allowed: { title: "طلب لا نرد عليه", next: notFromSignIn },
  body_malformed: { title: "طلب تالف", next: notFromSignIn },
  body_too_large: { title: "طلب كبير جدًا", next: notFromSignIn },
  media_type_unsupported: { title: "طلب من نوع خاطئ", next: notFromSignIn },
  origin_refused: {
    title: "طلب من موقع آخر",
    next: "اطلب من مشغّل النظام مقارنة العنوان العام بالعنوان الظاهر في المتصفح.",
  },
  busy: { title: "عدد الأشخاص كبير جدًا في وقت واحد", next: waitAndRetry },
  setup_closed: { title: "رابط الإعداد مستنفد", next: "اطلب رابط إعداد جديدًا من مشغّل النظام." },
  reset_closed: {
    title: "رابط كلمة المرور الجديدة مستنفد",
    next: "اطلب من الشخص أن يطلب رابطًا آخر عند تسجيل الدخول؛ يعمل كل رابط مرة واحدة، خلال 30 دقيقة.",
  },
  session_reused: {
    title: "عادت جلسة قديمة",
    next: "اسأل الشخص عما إذا كان يستخدم متصفحًا آخر، وعيّن له كلمة مرور جديدة إن لم يكن كذلك.",
  },
  attempt_session_changed: { title: "حدث في هذه الأثناء تسجيل خروج أو تبديل للحساب", next: startAgain },
  already_linked_other_user: {
    title: "الحساب تابع لمستخدم آخر",
    next: "اطلب من الشخص استخدام حساب آخر، أو ألغِ ربطه بذلك المستخدم.",
  },
  already_linked_other: { title: "لدى المستخدم حساب {provider} آخر", next: resetLink },
  reauth_required: {
    title: "لم يؤكد الشخص هويته للتو",
    next: "لا شيء من جهتك؛ يؤكدها الشخص في إعدادات الأمان ويعيد الربط.",
  },
  email_mismatch: {
    title: "للحساب بريد إلكتروني غير بريد المستخدم",
    next: "اطلب من الشخص ربط الحساب الذي يحمل عنوان عمله، أو اسمح بعنوان آخر في سياسة تسجيل الدخول.",
  },
  last_sign_in_method: { title: "كانت الطريقة الوحيدة لتسجيل الدخول", next: notFromSignIn },
  sso_required: { title: "تسجيل الدخول باستخدام {provider} إلزامي", next: notFromSignIn },
  bypass_closed: {
    title: "الرابط لمرة واحدة مستنفد",
    next: "اطلب رابطًا جديدًا من مشغّل النظام؛ يعمل كل رابط مرة واحدة، خلال 5 دقائق.",
  },
  config_changed: { title: "حفظ شخص آخر تغييرات في هذه الأثناء", next: notFromSignIn },
  precondition_required: { title: "طلب غير مكتمل", next: notFromSignIn },
  test_required: { title: "لم يُختبر بعد", next: notFromSignIn },
  own_sign_in_required: { title: "تسجيل الدخول الشخصي غير موجود", next: notFromSignIn },
  break_glass_required: { title: "لن يمكن لأحد تسجيل الدخول بدون مزوّد", next: notFromSignIn },
  last_super_admin: { title: "لن يبقى أي مسؤول أعلى", next: notFromSignIn },
  conflict: { title: "كان موجودًا بالفعل", next: notFromSignIn },
  forbidden: { title: "غير مسموح لهذا الدور", next: notFromSignIn },
} as const;

const wrongPassword = {
  no_user: { title: "لا يوجد مستخدم بهذا العنوان", next: addUser },
  no_password: {
    title: "ليست لهذا المستخدم كلمة مرور",
    next: "اطلب من الشخص تسجيل الدخول باستخدام مزوّد، أو عيّن له كلمة مرور.",
  },
  wrong_password: { title: "كلمة المرور غير صحيحة" },
  password_unusable: {
    title: "لا يمكن التحقق من كلمة المرور هذه: تجزئتها مستوردة، وهي تتجاوز الحدود أو من نوع آخر",
    next: "اطلب من الشخص أن يطلب كلمة مرور جديدة، أو عيّن له كلمة مرور.",
  },
  user_inactive: { title: "المستخدم غير نشط", next: activate },
} as const;

/** By code and inner reason, where the reason says more than the code. */
const byReason = {
  sso_app_invalid: {
    client_secret_invalid: { title: "سر العميل مرفوض", next: newSecret },
    client_secret_expired: { title: "انتهت صلاحية سر العميل", next: newSecret },
    client_unknown: {
      title: "لا تعرف خدمة {provider} التطبيق",
      next: "قارن معرّف العميل والدليل بالتطبيق لدى {provider}.",
    },
    client_disabled: { title: "التطبيق متوقف لدى {provider}", next: "شغّل التطبيق لدى {provider}." },
    issuer_mismatch: {
      title: "تذكر خدمة {provider} مُصدِرًا آخر",
      next: "صحّح الدليل في إعدادات {provider}.",
    },
    tenant_invalid: {
      title: "الدليل غير مكتوب على النحو الصحيح",
      next: "صحّح الدليل في إعدادات {provider}.",
    },
    provider_invalid: {
      title: "عنوان المزوّد غير صالح للاستخدام",
      next: "صحّح المُصدِر في إعدادات {provider}.",
    },
    endpoint_refused: { title: "أحد عناوين {provider} غير مسموح به", next: sendReference },
    secret_unreadable: {
      title: "تتعذر قراءة سر العميل",
      next: "أدخل سر العميل من جديد.",
    },
  },
  sso_provider_disabled: {
    organization_suspended: {
      title: "المؤسسة معلّقة",
      next: "اسأل مشغّل النظام عن سبب تعليق المؤسسة.",
    },
  },
  wrong_hosted_domain: {
    no_hosted_domain: { title: "حساب Google شخصي" },
    other_hosted_domain: { title: "حساب من نطاق آخر" },
  },
  wrong_tenant: {
    personal_account: { title: "حساب Microsoft شخصي" },
    tenant_mismatch: { title: "حساب من دليل آخر" },
    other_tenant: { title: "حساب من دليل آخر" },
  },
  user_not_authorized: {
    no_user: { title: "لا يوجد مستخدم بهذا العنوان" },
    user_inactive: { title: "المستخدم غير نشط", next: activate },
    ambiguous: { title: "عدة مستخدمين بهذا العنوان", next: sendReference },
    already_linked_other: { title: "لدى المستخدم حساب {provider} آخر", next: resetLink },
  },
  credentials_invalid: wrongPassword,
  link_proof_failed: {
    ...wrongPassword,
    password_is_no_proof_here: {
      title: "كلمة المرور لا تكفي لهذا المستخدم",
      next: "اطلب من هذا المسؤول الأعلى ربط الحساب أثناء جلسة مسجّلة.",
    },
    already_linked_other: { title: "لدى المستخدم حساب {provider} آخر", next: resetLink },
  },
  link_ticket_expired: {
    no_cookie: {
      title: "لم يحتفظ المتصفح بملف تعريف الارتباط",
      next: "اطلب من الشخص السماح بملفات تعريف الارتباط لهذا الموقع.",
    },
    connection_gone: { title: "تم إيقاف {provider} في هذه الأثناء" },
    connection_changed: { title: "تغيّرت الإعدادات في هذه الأثناء" },
    spent: { title: "سبق استخدام صفحة الربط" },
  },
  attempt_unknown: {
    other_connection: {
      title: "الرد من مزوّد آخر",
      next: "أبلغ مشغّل النظام بهذه المحاولة، فقد تكون هجومًا.",
    },
  },
  sso_config_changed: { connection_gone: { title: "تمت إزالة الاتصال في هذه الأثناء" } },
  token_invalid: {
    nonce: { title: "الرد يخص محاولة أخرى" },
    aud: { title: "الرد موجه إلى تطبيق آخر", next: correctApplication },
    iss: { title: "الرد من مُصدِر آخر", next: correctApplication },
    iss_mismatch: { title: "الرد من مُصدِر آخر", next: correctApplication },
    signature: { title: "التوقيع خاطئ" },
    exp: { title: "الرد قديم جدًا" },
  },
  provider_unreachable: {
    discovery_dns: { title: "لم يُعثر على اسم {provider}" },
    token_dns: { title: "لم يُعثر على اسم {provider}" },
    discovery_tls: { title: "لا يوجد اتصال آمن مع {provider}" },
    token_tls: { title: "لا يوجد اتصال آمن مع {provider}" },
    discovery_timeout: { title: "لم تستجب خدمة {provider} في الوقت المحدد" },
    token_timeout: { title: "لم تستجب خدمة {provider} في الوقت المحدد" },
  },
} as const;

export const texts = { explanations, byReason } as const satisfies Translation<typeof en>;
