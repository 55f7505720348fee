import type { texts as en } from "./checks.en.ts";
import type { Translation } from "./translation.ts";

const again = "أعد الاختبار. إذا استمرت المشكلة، فاطلب من مشغّل النظام مراجعة سجل الخادم.";
const compare = "قارن إعدادات هذا الاتصال بالتطبيق لدى {provider}.";
const egress = "اطلب من مشغّل النظام فحص DNS والخادم الوكيل والاتصالات الصادرة من الخادم.";
const secretFirst =
  "أدخل سر العميل من جديد أولًا؛ ثم قارن معرّف العميل وعنوان إعادة التوجيه ونوع التطبيق لدى خدمة {provider}.";
const newSecret = "أنشئ سر عميل جديدًا لدى {provider}، واحفظ قيمته في الإعدادات، ثم أعد الاختبار.";
const rightAccount = "أعد الاختبار بحساب من {org}.";
const startOver = "أعد الاختبار وأكمله دفعة واحدة، في هذا المتصفح.";
const forged = "أعد الاختبار. إذا فشل مرتين، فقد يكون هناك من يعترض الاتصال بين هذا الخادم وبين {provider}.";
const confirmOnce = "وإلى ذلك الحين يؤكد الأشخاص مرة واحدة أن الحساب لهم.";
const lockFirst = `اقصر الاتصال على الدليل لديك. ${confirmOnce}` as const;
const correctClock = "اطلب من مشغّل النظام تصحيح ساعة الخادم.";
const correctIssuer = "صحّح المُصدِر في الإعدادات.";
const correctAddress = "افتحه بالعنوان العام، أو اطلب من مشغّل النظام تصحيح هذا العنوان.";
const notIfWorking = "لا شيء، إذا كان تسجيل الدخول يعمل.";

/** The texts of the checks by name. */
const checks = {
  discovery: {
    name: "مستند الاكتشاف",
    passed: ["{host}، تمت القراءة خلال {ms} مللي ثانية.", "{host}", "تم العثور عليه، وهو يذكر المُصدِر الذي نتوقعه."],
    info: ["لم يُفحص."],
    otherwise: { said: "الوصف الذي تنشره خدمة {provider} عن نفسها غير صالح للاستخدام.", todo: compare },
  },
  keys: {
    name: "مفاتيح التوقيع",
    passed: ["{keys}، مدة الجلب {ms} مللي ثانية.", "{keys}.", "تم العثور عليها."],
    info: ["لم تُفحص."],
    otherwise: { said: "مفاتيح {provider} غير صالحة للاستخدام.", todo: again },
  },
  clock: {
    name: "الساعة",
    passed: ["الفرق بالثواني: {seconds}. يُقبل حتى 60.", "متوافقة مع {provider}."],
    info: ["لم تذكر خدمة {provider} وقتها."],
    otherwise: { said: "ساعتنا وساعة {provider} مختلفتان.", todo: correctClock },
  },
  public_address: {
    name: "العنوان العام",
    passed: ["{host}، وهو نفسه في شريط العنوان لديك.", "هو نفسه في شريط العنوان لديك."],
    info: ["{host}"],
    otherwise: {
      said: "قد لا يكون العنوان العام هو العنوان الذي يستخدمه الأشخاص.",
      todo: "اطلب من مشغّل النظام مقارنة العنوان العام للخادم بالعنوان الظاهر في شريط العنوان لديك.",
    },
  },
  credentials: {
    name: "معرّف العميل وسره",
    passed: ["مقبولان لدى {provider}. تنتهي صلاحية السر في {expires}.", "مقبولان لدى {provider}."],
    info: ["غير معروف قبل تسجيل الدخول: تجيب خدمة {provider} بالجواب نفسه على سر خاطئ."],
    otherwise: { said: "لا تقبل خدمة {provider} معرّف العميل أو السر.", todo: compare },
  },
  redirect: {
    name: "عنوان URI لإعادة التوجيه",
    passed: ["تمت العودة إلى العنوان الذي أرسلناه."],
    info: [],
    otherwise: { said: "رد {provider} لا يخص هذا الاختبار.", todo: startOver },
  },
  token: {
    name: "استلام الرمز المميز",
    passed: ["خلال {ms} مللي ثانية.", "تم الاستلام."],
    info: [],
    otherwise: { said: "لم تُعطِ خدمة {provider} رمزًا مميزًا مقابل الرمز.", todo: compare },
  },
  signature: {
    name: "التوقيع",
    passed: ["{algorithm}، المفتاح {key}.", "{algorithm}.", "أصلي."],
    info: [],
    otherwise: { said: "الرمز المميز غير أصلي.", todo: forged },
  },
  nonce: {
    name: "القيمة العشوائية (nonce)",
    passed: ["هي التي أرسلناها."],
    info: [],
    otherwise: { said: "الرمز المميز يخص عملية تسجيل دخول أخرى.", todo: forged },
  },
  lock: {
    name: { google: "نطاق Workspace", microsoft: "الدليل (المستأجر)", openid: "نطاق البريد الإلكتروني" },
    passed: ["{expected}، كما قُصر عليه الاتصال.", "من الجهات التي قُصر عليها الاتصال."],
    info: ["الاتصال غير مقصور على شيء."],
    otherwise: { said: "الحساب خارج ما قُصر عليه الاتصال.", todo: rightAccount },
  },
  email: {
    name: "وجود البريد الإلكتروني",
    passed: ["{received}", "موجود."],
    info: [],
    otherwise: {
      said: "لم تشارك خدمة {provider} أي عنوان بريد إلكتروني.",
      todo: "امنح الحساب بريدًا إلكترونيًا لدى {provider}، أو أضف مطالبة البريد الإلكتروني (email) إلى التطبيق.",
    },
  },
  proof: {
    name: "توثيق عنوان البريد الإلكتروني",
    passed: ["قوي: خدمة {provider} تضمن هذا العنوان."],
    info: [],
    otherwise: {
      said: "لا توثّق خدمة {provider} هذا العنوان.",
      todo: "لا شيء، إذا كان بإمكان الأشخاص أن يؤكدوا مرة واحدة أن الحساب لهم.",
    },
  },
  person: {
    name: "لمن يكون هذا الحساب",
    passed: ["أحد المستخدمين لديك."],
    info: ["ليس من المستخدمين لديك."],
    otherwise: {
      said: "لن يُسمح لهذا الحساب بالدخول.",
      todo: "أضف مستخدمًا بهذا العنوان، أو أعد الاختبار بحساب آخر.",
    },
  },
  roles: {
    name: "الأدوار التي عُثر عليها",
    passed: ["{roles}", "بعض الأدوار."],
    info: ["{roles}", "{groups}.", "لا يوجد منها في هذا الرمز المميز."],
    otherwise: { said: "تتعذر قراءة الأدوار.", todo: again },
  },
} as const;

/** What a call to the provider failed with: the end of reasons such as discovery_dns. */
const calls = {
  dns: { said: "لم يُعثر على اسم خادم {provider}.", todo: egress },
  tls: {
    said: "فشل TLS: خادم {provider} يستخدم http دون تشفير على هذا العنوان، أو شهادته غير موثوقة.",
    todo: "قارن العنوان ومنفذه؛ وإن كانا صحيحين، فاطلب من مشغّل النظام فحص الشهادة.",
  },
  timeout: { said: "لم تستجب خدمة {provider} في الوقت المحدد.", todo: egress },
  queue_timeout: {
    said: "لدى هذا النظام استدعاءات كثيرة قيد التنفيذ، فلم يُسأل {provider}. لا توجد مشكلة هناك.",
    todo: "انتظر دقيقة، ثم أعد الاختبار.",
  },
  proxy_unreachable: {
    said: "لا يجيب وكيل الخروج للخادم. لم تُسأل خدمة {provider}.",
    todo: "اطلب من مشغّل النظام فحص الوكيل و LATCHKEY_OUTBOUND_PROXY.",
  },
  proxy_auth: {
    said: "يطلب وكيل الخروج اسم مستخدم آخر أو كلمة مرور أخرى. لم تُسأل خدمة {provider}.",
    todo: "اطلب من مشغّل النظام تصحيح LATCHKEY_OUTBOUND_PROXY.",
  },
  proxy_refused: {
    said: "لا يسمح وكيل الخروج للخادم بالوصول إلى خدمة {provider}.",
    todo: "اطلب من مشغّل النظام السماح بـ CONNECT في الوكيل إلى خوادم {provider}.",
  },
  proxy_gateway: {
    said: "تعذر على وكيل الخروج الوصول إلى خدمة {provider}.",
    todo: "اطلب من مشغّل النظام فحص الوكيل ونظام DNS لديه ومخرجه؛ وقارن عنوان خدمة {provider}.",
  },
  proxy_timeout: {
    said: "لم يتصل وكيل الخروج بخدمة {provider} في الوقت المحدد.",
    todo: "اطلب من مشغّل النظام فحص الوكيل، ثم أعد إجراء الاختبار.",
  },
  connection_refused: { said: "رفضت خدمة {provider} الاتصال.", todo: egress },
  connection_failed: { said: "تعذّر الوصول إلى {provider}.", todo: egress },
  address_refused: {
    said: "عنوان المزوّد يؤدي إلى شبكة خاصة.",
    todo: "صحّح العنوان، أو اطلب من مشغّل النظام السماح به.",
  },
  cancelled: { said: "انقطع الاستدعاء.", todo: again },
  too_large: { said: "رد {provider} كبير جدًا.", todo: compare },
  not_json: {
    said: "الرد ليس من ردود {provider}.",
    todo: "اسأل مشغّل النظام عما إذا كان خادم وكيل يرد بدلًا من {provider}.",
  },
  duplicate_member: { said: "رد {provider} يناقض نفسه.", todo: compare },
  http: {
    said: "ردت خدمة {provider} بالحالة {status}.",
    todo: "أعد الاختبار. إذا استمرت المشكلة، فقارن المستأجر أو عنوان المزوّد.",
  },
} as const;

const notGenuine = { said: "بنية الرمز المميز ليست كما يجب.", todo: forged } as const;
const notNow = {
  said: "وقت الرمز المميز ليس الوقت الحالي.",
  todo: "اطلب من مشغّل النظام تصحيح ساعة الخادم، ثم أعد الاختبار.",
} as const;
const otherIssuer = { said: "الرد من مُصدِر آخر.", todo: compare } as const;
const otherApplication = { said: "الرمز المميز موجه إلى تطبيق آخر.", todo: compare } as const;

/** By reason, or by check and reason where the same reason means something else there. */
const findings = {
  // discovery, keys
  issuer_mismatch: {
    said: "تذكر خدمة {provider} مُصدِرًا غير الذي سُئل عنه.",
    todo: "صحّح المستأجر أو المُصدِر في الإعدادات.",
  },
  tenant_invalid: {
    said: "المستأجر غير مكتوب على النحو الصحيح.",
    todo: "انسخ معرّف المستأجر من صفحة Overview في تسجيل التطبيق.",
  },
  provider_invalid: { said: "عنوان المزوّد غير صالح للاستخدام.", todo: correctIssuer },
  issuer_invalid: { said: "المُصدِر غير صالح للاستخدام.", todo: correctIssuer },
  endpoint_refused: {
    said: "أحد العناوين التي تذكرها خدمة {provider} غير مسموح به.",
    todo: "صحّح المُصدِر، أو اطلب من مشغّل النظام السماح بالعنوان.",
  },
  keys_too_many: { said: "لدى {provider} مفاتيح أكثر مما نقرأ.", todo: again },
  keys_none_usable: { said: "ليس لدى {provider} مفتاح يمكننا استخدامه.", todo: compare },

  // clock, public address
  clock_skew: checks.clock.otherwise,
  clock_differs: {
    said: "الفرق بين ساعة {provider} وساعتنا بالثواني: {seconds}. يُرفض ما زاد على 60.",
    todo: correctClock,
  },
  no_date: { said: "لم تذكر خدمة {provider} وقتها.", todo: notIfWorking },
  date_unreadable: { said: "تذكر خدمة {provider} وقتها بطريقة لا يمكننا قراءتها.", todo: notIfWorking },
  not_https: {
    said: "العنوان العام لا يستخدم https حاليًا.",
    todo: "اطلب من مشغّل النظام إتاحة Latchkey باستخدام https؛ فاستخدام http دون تشفير للتجربة على جهاز واحد.",
  },
  other_host: { said: "فُتح Latchkey بعنوان غير العنوان العام.", todo: correctAddress },
  "public_address.unreadable": checks.public_address.otherwise,
  ip_address: {
    said: "العنوان العام رقم، لا اسم.",
    todo: "اطلب اسمًا من مشغّل النظام؛ فكثير من المزوّدين لا يقبلون رقمًا.",
  },
  address_differs: { said: "فُتح Latchkey بعنوان غير العنوان العام.", todo: correctAddress },
  proxy_header_missing: {
    said: "الخادم الوكيل في الأمام لا يبيّن كيف يصل إليه الأشخاص.",
    todo: "اطلب من مشغّل النظام ضبط الخادم الوكيل ليرسل X-Forwarded-Proto وX-Forwarded-Host معًا.",
  },
  proxy_header_differs: {
    said: "الخادم الوكيل في الأمام يبيّن عنوانًا غير العنوان العام.",
    todo: "اطلب من مشغّل النظام مقارنة العنوانين.",
  },

  // credentials
  client_secret_invalid: {
    said: "رفضت خدمة {provider} سر العميل، أو لا تعرف معرّف العميل هذا.",
    todo: "أدخل قيمة سر العميل من جديد، أو أنشئ سرًا جديدًا لدى خدمة {provider}؛ ثم قارن معرّف العميل.",
  },
  "client_secret_invalid.certain": { said: "رفضت خدمة {provider} سر العميل.", todo: newSecret },
  client_secret_expired: { said: "انتهت صلاحية سر العميل.", todo: newSecret },
  client_unknown: {
    said: "لا تعرف خدمة {provider} التطبيق.",
    todo: "قارن معرّف العميل والدليل بالتطبيق لدى {provider}.",
  },
  client_disabled: { said: "التطبيق متوقف لدى {provider}.", todo: "شغّله لدى {provider}، ثم أعد الاختبار." },
  auth_basic: { said: "قبلته خدمة {provider} والسر في الترويسة. يُحتفظ بذلك لهذا الإصدار.", todo: "لا شيء." },
  auth_basic_raw: {
    said: "قبلته خدمة {provider} والسر في الترويسة من دون ترميز. يُحتفظ بذلك لهذا الإصدار.",
    todo: "لا شيء.",
  },
  auth_post: { said: "قبلته خدمة {provider} والسر في المتن. يُحتفظ بذلك لهذا الإصدار.", todo: "لا شيء." },
  secret_unreadable: {
    said: "تتعذر قراءة سر العميل المحفوظ.",
    todo: "احفظ سر العميل في الإعدادات من جديد.",
  },
  probe_accepted: { said: "قبلت خدمة {provider} رمزًا لا يمكن أن يكون صحيحًا.", todo: compare },
  "token_answer.code_rejected": {
    said: "لم تقبل خدمة {provider} الرمز.",
    todo: "أعد إجراء الاختبار. وإن تكرر ذلك، قارن عنوان إعادة التوجيه بعنوان التطبيق لدى خدمة {provider}.",
  },
  "token_answer.provider_config_error": { said: "رفضت خدمة {provider} طلبنا.", todo: secretFirst },
  token_answer: { said: "رفضت خدمة {provider} طلبنا.", todo: compare },
  "credentials.token_answer": { said: "لا تقبل خدمة {provider} التطبيق.", todo: secretFirst },
  provider_answer: { said: "أعادتك خدمة {provider} مع خطأ.", todo: compare },

  // the way back
  left_out: {
    said: "عاد إلى العنوان الذي أرسلناه. لا تقبل خدمة {provider} القيمة {parameters}، فحُذفت.",
    todo: "لا شيء. لا يمكن أن يُطلب من الأشخاص هناك حساب آخر.",
  },
  access_denied: {
    said: "ضغطت على «إلغاء» لدى {provider}.",
    todo: "أعد الاختبار واقبل ما تطلبه خدمة {provider}.",
  },
  too_late: { said: "استغرق تسجيل الدخول أكثر من 10 دقائق.", todo: startOver },
  before_restore: { said: "بدأ تسجيل الدخول قبل استعادة قاعدة البيانات من نسخة احتياطية.", todo: startOver },
  authentication_expired: { said: "ظلت صفحة تسجيل الدخول لدى {provider} مفتوحة مدة أطول مما يلزم.", todo: startOver },
  no_attempt_for_state: { said: "لم يبدأ هذا المتصفح الاختبار.", todo: startOver },
  other_connection: { said: "عاد رد من مزوّد آخر.", todo: forged },
  other_version: { said: "تغيّرت الإعدادات في هذه الأثناء.", todo: "أعد الاختبار." },
  connection_gone: { said: "تمت إزالة الاتصال في هذه الأثناء.", todo: "لا شيء؛ لم يعد موجودًا." },

  // the token
  id_token_missing: {
    said: "لم ترسل خدمة {provider} رمز معرّف (ID token).",
    todo: "اسمح بالإذن openid للتطبيق لدى {provider}.",
  },
  malformed: notGenuine,
  duplicate_member: notGenuine,
  alg: { said: "الرمز المميز موقّع بطريقة لا نقبلها.", todo: compare },
  header: { said: "الرمز المميز يذكر مفتاحه بنفسه، وهذا ما لا نقبله.", todo: compare },
  typ: notGenuine,
  signature: { said: "التوقيع خاطئ.", todo: forged },
  key_unknown: { said: "الرمز المميز موقّع بمفتاح لا تنشره خدمة {provider}.", todo: forged },
  nonce: checks.nonce.otherwise,
  aud: otherApplication,
  azp: otherApplication,
  iss: otherIssuer,
  iss_mismatch: otherIssuer,
  tid_mismatch: otherIssuer,
  exp: notNow,
  expired: notNow,
  nbf: notNow,
  iat: notNow,
  exp_missing: notGenuine,
  lifetime: { said: "عمر الرمز المميز أطول من يوم.", todo: compare },
  sub: notGenuine,
  at_hash: notGenuine,
  userinfo_sub: { said: "ردت خدمة {provider} عن شخص آخر.", todo: forged },

  // directory or domain
  "lock.no_hosted_domain": { said: "هذا حساب Google شخصي.", todo: rightAccount },
  "lock.other_hosted_domain": { said: "الحساب تابع إلى Workspace آخر.", todo: rightAccount },
  "lock.other_tenant": { said: "الحساب تابع إلى دليل آخر.", todo: rightAccount },
  "lock.other_domain": { said: "العنوان تابع إلى نطاق آخر.", todo: rightAccount },
  tenant_mismatch: { said: "الحساب تابع إلى دليل آخر.", todo: rightAccount },
  personal_account: {
    said: "هذا حساب Microsoft شخصي.",
    todo: "أعد الاختبار بحساب العمل أو المؤسسة التعليمية الخاص بك.",
  },
  not_locked: {
    said: "الاتصال غير مقصور على شيء: بإمكان حسابات أي مؤسسة محاولة تسجيل الدخول.",
    todo: lockFirst,
  },
  domain_not_locked: {
    said: "الاتصال غير مقصور على أي نطاق: بإمكان حسابات أي نطاق محاولة تسجيل الدخول.",
    todo: "اقصر الاتصال على النطاق لديك.",
  },
  "lock.tenant_not_locked": {
    said: "الاتصال غير مقصور على أي مستأجر: بإمكان حسابات أي دليل محاولة تسجيل الدخول.",
    todo: lockFirst,
  },

  // proof
  no_email: checks.email.otherwise,
  email_verified_text: {
    said: "ترسل خدمة {provider} القيمة email_verified نصًا، لا قيمة نعم أو لا.",
    todo: "اجعل خدمة {provider} ترسل email_verified بالقيمة true من دون علامتي اقتباس. وحتى ذلك الحين يؤكد الأشخاص مرة واحدة أن الحساب لهم.",
  },
  email_verified_other: {
    said: "ترسل خدمة {provider} القيمة email_verified بغير صيغة نعم أو لا.",
    todo: "اجعل خدمة {provider} ترسل email_verified بالقيمة true من دون علامتي اقتباس. وحتى ذلك الحين يؤكد الأشخاص مرة واحدة أن الحساب لهم.",
  },
  email_not_verified: {
    said: "تفيد خدمة {provider} بأن أحدًا لم يوثّق هذا العنوان.",
    todo: `وثّق العنوان لدى {provider}. ${confirmOnce}`,
  },
  no_hosted_domain: {
    said: "لا يوجد Workspace يتبع إليه الحساب.",
    todo: "استخدم حسابات Workspace لديك. يؤكد الأشخاص الآخرون مرة واحدة أن الحساب لهم.",
  },
  other_hosted_domain: {
    said: "العنوان في نطاق غير النطاق الرئيسي في Workspace هذا.",
    todo: "لا شيء؛ يؤكد الأشخاص من نطاق ثانٍ مرة واحدة أن الحساب لهم.",
  },
  tenant_not_locked: {
    said: "ما دام الاتصال غير مقصور على أي مستأجر، فالعنوان الوارد من Microsoft لا يُعتبر موثّقًا.",
    todo: lockFirst,
  },
  other_tenant: { said: "الحساب تابع إلى مستأجر غير مسموح له.", todo: rightAccount },
  guest_account: {
    said: "هذا ضيف في الدليل.",
    todo: "لا شيء؛ يؤكد الضيوف مرة واحدة أن الحساب لهم.",
  },
  domain_owner_not_verified: {
    said: "تفيد Microsoft بأن أحدًا لم يوثّق نطاق هذا العنوان.",
    todo: "وثّق النطاق ضمن Custom domain names في Entra admin center. وإلى ذلك الحين يؤكد الأشخاص مرة واحدة.",
  },
  domain_not_verified: {
    said: "لم يتم توثيق نطاق هذا العنوان هنا.",
    todo: `وثّقه ضمن «النطاقات الموثّقة». ${confirmOnce}`,
  },
  unknown_provider: { said: "لا نعرف كيف يوثّق هذا المزوّد العناوين.", todo: again },

  // the person
  no_user: {
    said: "لا يوجد مستخدم بهذا العنوان.",
    todo: "أضف مستخدمًا بهذا العنوان، أو أعد الاختبار بالحساب المعروف لديك. لا يُسمح لغيره بالدخول.",
  },
  user_inactive: {
    said: "المستخدم صاحب هذا العنوان غير نشط.",
    todo: "نشّط المستخدم إذا كان يُسمح له بتسجيل الدخول.",
  },
  ambiguous: { said: "يوجد عدة مستخدمين بهذا العنوان.", todo: again },
  already_linked_other: {
    said: "المستخدم صاحب هذا العنوان لديه حساب {provider} آخر مرتبط.",
    todo: "راجع حسابات المستخدم، وألغِ ربط الحساب القديم إذا لم يعد له.",
  },
} as const;

export const texts = { checks, calls, findings } as const satisfies Translation<typeof en>;
