import type { texts as en } from "./provider-codes.en.ts";
import type { Translation } from "./translation.ts";

/** Who is to act, said before what to do. */
const menders = {
  person: "الشخص:",
  super_admin: "أنت، هنا:",
  provider_admin: "المسؤول لدى المزوّد:",
} as const;

/** What the hint is, to screen readers. */
const hint = "معنى الرمز";

const signInAgain = "ابدأ من جديد من صفحة تسجيل الدخول.";
const compareIds = "قارن معرّف العميل ومعرّف المستأجر بما في صفحة Overview لتسجيل التطبيق.";
const registerUri = "انسخ عنوان URI لإعادة التوجيه من الاتصال وأضفه لدى المزوّد، حرفًا بحرف.";
const newSecret = "أنشئ سر عميل جديدًا لدى المزوّد واحفظ قيمته في الاتصال.";
const grantConsent =
  "افتح تسجيل التطبيق، ثم API permissions، وامنح موافقة المسؤول على الأذونات openid وprofile وemail كلها.";
const readPolicy =
  "راجع هذه العملية في سجل عمليات الدخول في Entra: فهو يذكر اسم سياسة الوصول المشروط (Conditional Access). ثم غيّر السياسة أو استوفِ شروطها.";
const finishSecondFactor = "ابدأ من جديد وأكمل ما تطلبه Microsoft من خطوات.";
const asWebApplication = "سجّله كتطبيق ويب يستخدم رمز التفويض (authorization code).";
const onlyThree = "أبقِ openid وprofile وemail فقط في API permissions دون غيرها.";
const allowThree = "اسمح بالأذونات openid وprofile وemail للتطبيق.";
const typeIsOff = "لا يُسمح للتطبيق بالرد بالطريقة المطلوبة.";
const underWeb = "سجّل عنوان URI لإعادة التوجيه ضمن المنصة Web في تسجيل التطبيق.";
const toWeb = "انقل عنوان URI لإعادة التوجيه إلى المنصة Web في تسجيل التطبيق.";
const managedComputer = "استخدم الحاسوب الذي تديره شركتك.";
const proxyChanges = "أعد الاختبار. إذا استمرت المشكلة، فاسأل مشغّل النظام عما إذا كان خادم وكيل يغيّر الطلبات.";
const nobodyAgreed = "لم يوافق أحد بعد على أن يقرأ هذا التطبيق الاسم والعنوان.";

/** What the codes of Google, Microsoft and OAuth mean in sign-ins of this kind. */
const codes = {
  // RFC 6749, sections 4.1.2.1 and 5.2; OpenID Connect Core 1.0, section 3.1.2.6
  access_denied: {
    title: "رُفض الوصول",
    why: "ضغط الشخص على «إلغاء»، أو رفض ما طُلب منه، أو تمنعه قاعدة لدى المزوّد.",
    fix: "أعد المحاولة. إذا ظهر هذا لكثيرين، فاطلب من المسؤول لدى المزوّد منح الموافقة أو تغيير القاعدة.",
  },
  invalid_request: {
    title: "لم يفهم المزوّد الطلب",
    why: "إحدى قيم الطلب ناقصة أو غير مسموح بها. وغالبًا يكون عنوان المزوّد خاطئًا.",
    fix: "قارن معرّف العميل والمستأجر وعنوان URI لإعادة التوجيه في الاتصال بالتطبيق لدى المزوّد.",
  },
  unauthorized_client: {
    title: "لا يُسمح للتطبيق بتسجيل دخول الأشخاص بهذه الطريقة",
    why: "قد يكون سر العميل أو معرّف العميل خاطئًا. أو أن التطبيق لدى المزوّد من نوع آخر، أو متوقف، أو تابع إلى دليل آخر.",
    fix: "أدخل سر العميل من جديد وقارن معرّف العميل. وإن كانا صحيحين، سجّله كتطبيق ويب يستخدم رمز التفويض.",
  },
  unsupported_response_type: {
    title: "لا يُسمح للتطبيق باستخدام رمز التفويض",
    why: "لا يسمح المزوّد إلا بنوع آخر من الردود.",
    fix: asWebApplication,
  },
  unsupported_grant_type: {
    title: "لا يُسمح للتطبيق باستبدال رمز التفويض",
    why: "لا يسمح المزوّد إلا بنوع آخر من المنح (grant).",
    fix: asWebApplication,
  },
  invalid_scope: {
    title: "أحد الأذونات غير مسموح به",
    why: "نطلب openid وemail وprofile معًا. ولا يتيح المزوّد لهذا التطبيق كل هذه الأذونات.",
    fix: allowThree,
  },
  server_error: {
    title: "حدث خطأ لدى المزوّد",
    why: "حدث خلل من جهة المزوّد.",
    fix: "أعد المحاولة. إذا استمرت المشكلة، فراجع صفحة حالة المزوّد.",
  },
  temporarily_unavailable: {
    title: "المزوّد مشغول أو متوقف",
    why: "لا يمكن للمزوّد الرد حاليًا.",
    fix: "أعد المحاولة بعد بضع دقائق. إذا استمرت المشكلة، فراجع صفحة حالة المزوّد.",
  },
  login_required: {
    title: "على الشخص تسجيل الدخول لدى المزوّد",
    why: "لا أحد مسجّل الدخول هناك.",
    fix: signInAgain,
  },
  interaction_required: {
    title: "يريد المزوّد أن يسأل الشخص عن شيء",
    why: "لم يتمكن من الإكمال دون عرض صفحة.",
    fix: signInAgain,
  },
  account_selection_required: {
    title: "على الشخص اختيار حساب",
    why: "لدى المزوّد عدة حسابات مسجّلة الدخول.",
    fix: "ابدأ من جديد واختر الحساب المخصص للعمل.",
  },
  consent_required: {
    title: "الموافقة غير موجودة",
    why: nobodyAgreed,
    fix: "امنح الموافقة للجميع لدى المزوّد.",
  },
  invalid_client: {
    title: "لا يقبل المزوّد التطبيق",
    why: "معرّف العميل غير معروف هناك، أو سر العميل خاطئ.",
    fix: "أدخل قيمة سر العميل من جديد، أو أنشئ سرًا جديدًا لدى المزوّد؛ ثم قارن معرّف العميل.",
  },
  invalid_grant: {
    title: "لم يعد المزوّد يقبل الرمز",
    why: "الرمز قديم جدًا، أو استُخدم من قبل، أو يخص عنوان URI آخر لإعادة التوجيه.",
    fix: signInAgain,
  },
  redirect_uri_mismatch: {
    title: "عنوان URI لإعادة التوجيه غير مسجّل",
    why: "العنوان الذي نعيد الأشخاص إليه غير موجود في قائمة التطبيق. شرطة مائلة واحدة زائدة أو ناقصة تكفي.",
    fix: registerUri,
  },

  // Google
  org_internal: {
    title: "لا يُسمح باستخدامه إلا لحسابات المؤسسة",
    why: "التطبيق لدى Google من نوع Internal، وهذا الحساب من خارج Workspace لديك.",
    fix: "استخدم حساب Workspace الخاص بك.",
  },
  admin_policy_enforced: {
    title: "قاعدة في Workspace تحظر التطبيق",
    why: "لا يسمح أحد مسؤولي Workspace إلا بتطبيقات مختارة.",
    fix: "في وحدة تحكّم المشرف (Google Admin console)، ضمن Security ثم API controls، ثق بمعرّف العميل هذا.",
  },
  disallowed_useragent: {
    title: "لا تسمح Google بهذا المتصفح",
    why: "فُتحت الصفحة داخل تطبيق آخر، وترفض Google ذلك.",
    fix: "افتح صفحة تسجيل الدخول في Chrome أو Safari أو Firefox أو متصفح مماثل.",
  },
  deleted_client: {
    title: "تم حذف العميل",
    why: "لدى Google حذف شخص ما هذا العميل.",
    fix: "أنشئ عميلًا جديدًا لدى Google واحفظ معرّف العميل وسره في الاتصال.",
  },
  disabled_client: {
    title: "العميل معطّل",
    why: "عطّل شخص ما هذا العميل لدى Google، أو عطّلته Google نفسها.",
    fix: "مكّنه في Google Cloud console، أو أنشئ عميلًا جديدًا.",
  },
  access_blocked: {
    title: "تحظر Google التطبيق",
    why: "التطبيق في مرحلة الاختبار، أو لا تثق به قاعدة في Workspace لديك.",
    fix: "اضبط Audience على Internal، أو ثق بمعرّف العميل هذا في وحدة تحكّم المشرف (Google Admin console).",
  },

  // Microsoft Entra: the account
  AADSTS16000: {
    title: "على الشخص اختيار حساب",
    why: "توجد عدة حسابات مسجّلة الدخول، أو أن هذا الحساب ليس في الدليل.",
    fix: "ابدأ من جديد واختر الحساب المخصص للعمل.",
  },
  AADSTS50020: {
    title: "الحساب ليس في هذا الدليل",
    why: "حساب شخصي، أو حساب من شركة أخرى ليس ضيفًا هنا.",
    fix: "استخدم حساب هذا الدليل. إذا كان الدليل الآخر تابعًا لك أيضًا، فأضف مستأجره إلى الجهات المسموح لها.",
  },
  AADSTS50034: {
    title: "لا يوجد حساب كهذا في الدليل",
    why: "في العنوان خطأ إملائي، أو أن الحساب في دليل آخر.",
    fix: "تحقق من العنوان، أو استخدم حسابًا آخر.",
  },
  AADSTS50053: {
    title: "الحساب مقفل لبعض الوقت",
    why: "كلمات مرور خاطئة كثيرة جدًا، أو أن مصدرها عنوان لا تعتبره Microsoft موثوقًا.",
    fix: "انتظر بضع دقائق، ثم أعد المحاولة. يمكن لمسؤول الدليل فتح القفل.",
  },
  AADSTS50055: {
    title: "انتهت صلاحية كلمة المرور",
    why: "يطلب الدليل كلمة مرور جديدة.",
    fix: "غيّر كلمة المرور لدى Microsoft، ثم ابدأ من جديد.",
  },
  AADSTS50057: {
    title: "الحساب معطّل",
    why: "عطّل شخص ما هذا الحساب في الدليل.",
    fix: "مكّن الحساب في Entra إذا كان يُسمح للشخص بتسجيل الدخول.",
  },
  AADSTS50058: {
    title: "لا أحد مسجّل الدخول لدى Microsoft",
    why: "انتهت الجلسة هناك.",
    fix: signInAgain,
  },
  AADSTS50126: {
    title: "العنوان أو كلمة المرور غير صحيحة",
    why: "لم تقبل Microsoft ما تمت كتابته.",
    fix: "اكتبها من جديد، أو أعد تعيين كلمة المرور لدى Microsoft نفسها.",
  },
  AADSTS50132: {
    title: "انتهت الجلسة لدى Microsoft",
    why: "تم إنهاؤها هناك، أو انتهت صلاحيتها.",
    fix: signInAgain,
  },
  AADSTS50133: {
    title: "انتهت الجلسة لدى Microsoft",
    why: "تم تغيير كلمة المرور أو انتهت صلاحيتها.",
    fix: signInAgain,
  },
  AADSTS50140: {
    title: "سألت Microsoft عن البقاء قيد تسجيل الدخول",
    why: "لم تتم الإجابة عن السؤال.",
    fix: "ابدأ من جديد وأجب عنه.",
  },
  AADSTS50144: {
    title: "انتهت صلاحية كلمة المرور",
    why: "انتهت صلاحية كلمة مرور شبكة الشركة.",
    fix: "غيّرها حسب تعليمات شركتك، ثم ابدأ من جديد.",
  },
  AADSTS50173: {
    title: "تطلب Microsoft تسجيل دخول جديدًا",
    why: "منذ آخر تسجيل دخول تم تغيير كلمة المرور أو إنهاء الجلسات.",
    fix: signInAgain,
  },
  AADSTS51004: {
    title: "لا يوجد حساب كهذا في الدليل",
    why: "الحساب ليس في هذا الدليل.",
    fix: "استخدم حساب هذا الدليل، أو اطلب إضافته هناك كضيف.",
  },
  AADSTS90072: {
    title: "الحساب من خارج الدليل",
    why: "هو مسجّل الدخول لدى Microsoft، لكن الدليل لا يعرفه كضيف.",
    fix: "سجّل الخروج لدى Microsoft واستخدم حساب هذا الدليل.",
  },

  // Microsoft Entra: more than a password
  AADSTS50072: {
    title: "يجب إعداد عامل ثانٍ",
    why: "يشترط الدليل ذلك.",
    fix: finishSecondFactor,
  },
  AADSTS50074: {
    title: "لم يكتمل العامل الثاني",
    why: "يشترط الدليل ذلك.",
    fix: finishSecondFactor,
  },
  AADSTS50076: {
    title: "يلزم عامل ثانٍ",
    why: "يشترطه المكان أو قاعدة جديدة في الدليل.",
    fix: finishSecondFactor,
  },
  AADSTS50079: {
    title: "يجب إعداد عامل ثانٍ",
    why: "يشترط الدليل ذلك.",
    fix: finishSecondFactor,
  },
  AADSTS50097: {
    title: "على الجهاز التعريف بنفسه",
    why: "لا يسمح الدليل إلا بالأجهزة المعروفة.",
    fix: managedComputer,
  },
  AADSTS50129: {
    title: "الجهاز غير منضم",
    why: "لا يسمح الدليل إلا بالأجهزة المنضمة.",
    fix: managedComputer,
  },
  AADSTS50131: {
    title: "حظرت قاعدة في الدليل تسجيل الدخول",
    why: "الجهاز أو المكان أو طريقة تسجيل الدخول لا تستوفي إحدى سياسات الوصول المشروط (Conditional Access).",
    fix: readPolicy,
  },
  AADSTS50158: {
    title: "لم يكتمل تحقق إضافي",
    why: "يشترط الدليل تحققًا من خدمة أخرى.",
    fix: "ابدأ من جديد وأكمل كل خطوة.",
  },
  AADSTS53000: {
    title: "الجهاز لا يستوفي القواعد",
    why: "لا يسمح الدليل إلا بالأجهزة السليمة المُدارة.",
    fix: "استخدم الحاسوب الذي تديره شركتك، أو أصلحه حسب تعليمات بوابة الشركة.",
  },
  AADSTS53001: {
    title: "الجهاز غير منضم إلى الشركة",
    why: "لا يسمح الدليل إلا بالأجهزة المنضمة.",
    fix: managedComputer,
  },
  AADSTS53002: {
    title: "المتصفح أو التطبيق غير معتمد",
    why: "لا تسمح إحدى سياسات الوصول المشروط (Conditional Access) إلا بالتطبيقات المعتمدة.",
    fix: readPolicy,
  },
  AADSTS53003: {
    title: "حظرت قاعدة في الدليل تسجيل الدخول",
    why: "لا تسمح به إحدى سياسات الوصول المشروط (Conditional Access).",
    fix: readPolicy,
  },
  AADSTS53004: {
    title: "لا يمكن إعداد العامل الثاني الآن",
    why: "لاحظت Microsoft أمرًا مريبًا وتحظر الإعداد.",
    fix: "اسمح للشخص بإعداده من مكان موثوق، أو امنحه تصريح وصول مؤقتًا (Temporary Access Pass).",
  },
  AADSTS53011: {
    title: "الحساب محظور بسبب الخطر",
    why: "لاحظت Microsoft أمرًا مريبًا، وتحظر قاعدة في الدليل الحساب.",
    fix: "افتح حماية الهوية (Identity Protection) في Entra، ثم راجع خطر هذا المستخدم وعالجه.",
  },
  AADSTS500021: {
    title: "لا تسمح الشبكة إلا بأدلة أخرى",
    why: "قيود المستأجر في شبكة الشركة تحظر هذا الدليل.",
    fix: "أضف الدليل إلى الأدلة المسموح بها.",
  },

  // Microsoft Entra: the application
  AADSTS50011: {
    title: "عنوان URI لإعادة التوجيه غير مسجّل",
    why: "العنوان الذي نعيد الأشخاص إليه غير موجود في تسجيل التطبيق. شرطة مائلة واحدة زائدة أو ناقصة تكفي.",
    fix: registerUri,
  },
  AADSTS50105: {
    title: "الشخص غير معيّن للتطبيق",
    why: "لا يسمح تطبيق المؤسسة (Enterprise application) إلا بالأشخاص المعيّنين.",
    fix: "في Entra، ضمن Enterprise applications ثم Users and groups، أضف الشخص أو مجموعته، أو أوقف التعيين.",
  },
  AADSTS50194: {
    title: "التطبيق لدليل واحد فقط",
    why: "طُلب منه أي دليل، لأن الاتصال لا يذكر أي مستأجر.",
    fix: "احفظ معرّف مستأجر تسجيل التطبيق في الاتصال.",
  },
  AADSTS65001: {
    title: "الموافقة غير موجودة",
    why: nobodyAgreed,
    fix: grantConsent,
  },
  AADSTS65004: {
    title: "رفض الشخص",
    why: "لم يوافق الشخص على أن يقرأ التطبيق الاسم والعنوان.",
    fix: "أعد المحاولة واقبل، أو اطلب من مسؤول الدليل منح الموافقة للجميع.",
  },
  AADSTS65005: {
    title: "أذونات التطبيق خاطئة",
    why: "يطلب شيئًا لا يوجد في هذا الدليل.",
    fix: onlyThree,
  },
  AADSTS650052: {
    title: "يطلب التطبيق خدمة غير موجودة",
    why: "أحد الأذونات يخص خدمة لا توجد في هذا الدليل.",
    fix: onlyThree,
  },
  AADSTS650056: {
    title: "أذونات التطبيق خاطئة",
    why: "الأذونات ناقصة، أو لم تُمنح الموافقة عليها.",
    fix: grantConsent,
  },
  AADSTS70001: {
    title: "التطبيق ليس في هذا الدليل",
    why: "معرّف العميل خاطئ، أو أن المستأجر غير المقصود.",
    fix: compareIds,
  },
  AADSTS70011: {
    title: "أحد الأذونات غير مسموح به",
    why: "نطلب openid وemail وprofile معًا.",
    fix: "اسمح بهذه الأذونات الثلاثة للتطبيق.",
  },
  AADSTS700016: {
    title: "التطبيق ليس في هذا الدليل",
    why: "في معرّف العميل خطأ إملائي، أو تم حذف التطبيق، أو أن المستأجر غير المقصود.",
    fix: compareIds,
  },
  AADSTS700025: {
    title: "التطبيق مسجّل كعميل عام",
    why: "العملاء العامون ليس لهم سر.",
    fix: "أزل المنصة العامة وأضف المنصة Web مع عنوان URI لإعادة التوجيه الخاص بنا.",
  },
  AADSTS700051: {
    title: "نوع الرد غير ممكّن",
    why: typeIsOff,
    fix: underWeb,
  },
  AADSTS700054: {
    title: "نوع الرد غير ممكّن",
    why: typeIsOff,
    fix: underWeb,
  },
  AADSTS7000112: {
    title: "التطبيق معطّل",
    why: "عطّله شخص ما في الدليل، أو عطّلته Microsoft نفسها.",
    fix: "في Entra، ضمن Enterprise applications ثم Properties، اسمح للأشخاص بتسجيل الدخول.",
  },
  AADSTS7000215: {
    title: "سر العميل خاطئ",
    why: "غالبًا تم نسخ معرّف السر بدلًا من قيمته.",
    fix: newSecret,
  },
  AADSTS7000218: {
    title: "سر العميل غير موجود",
    why: "لم تتلقَّ Microsoft أي سر منا.",
    fix: "احفظ سر العميل في الاتصال من جديد.",
  },
  AADSTS7000222: {
    title: "انتهت صلاحية سر العميل",
    why: "تدوم الأسرار في Entra سنتين على الأكثر.",
    fix: newSecret,
  },
  AADSTS9002326: {
    title: "عنوان URI لإعادة التوجيه ضمن منصة خاطئة",
    why: "هو مسجّل لتطبيق من صفحة واحدة (single-page application).",
    fix: toWeb,
  },
  AADSTS9002327: {
    title: "عنوان URI لإعادة التوجيه ضمن منصة خاطئة",
    why: "هو مسجّل لتطبيق من صفحة واحدة (single-page application)، ولا يُسمح لخادم باستبدال رموزه.",
    fix: toWeb,
  },
  AADSTS500112: {
    title: "عنوان URI لإعادة التوجيه يختلف عن الذي طُلب به",
    why: "تغيّر أثناء غياب الشخص، أو يغيّر وكيل الطلبات.",
    fix: signInAgain,
  },
  AADSTS500113: {
    title: "لا يوجد عنوان URI مسجّل لإعادة التوجيه",
    why: "ليس في تسجيل التطبيق عنوان يُعاد الأشخاص إليه.",
    fix: registerUri,
  },
  AADSTS90094: {
    title: "على أحد المسؤولين منح الموافقة",
    why: "لا يُسمح لأشخاص هذا الدليل بالموافقة بأنفسهم.",
    fix: grantConsent,
  },
  AADSTS90095: {
    title: "على أحد المسؤولين منح الموافقة",
    why: "طلب الشخص في انتظار الموافقة عليه.",
    fix: "في Entra، ضمن Enterprise applications ثم Admin consent requests، وافق على الطلب.",
  },

  // Microsoft Entra: the directory and the request
  AADSTS50001: {
    title: "إحدى الخدمات متوقفة في الدليل",
    why: "لا يعرفها الدليل، أو تم إيقافها فيه.",
    fix: onlyThree,
  },
  AADSTS50059: {
    title: "لم يُذكر أي دليل",
    why: "لم تتمكن Microsoft من معرفة الدليل المقصود.",
    fix: "احفظ معرّف المستأجر في الاتصال.",
  },
  AADSTS50128: {
    title: "لم يُعثر على الدليل",
    why: "لا يوجد دليل له النطاق أو المستأجر المذكور.",
    fix: compareIds,
  },
  AADSTS90002: {
    title: "لم يُعثر على الدليل",
    why: "في المستأجر خطأ إملائي، أو تم حذف الدليل.",
    fix: compareIds,
  },
  AADSTS500011: {
    title: "إحدى الخدمات غير موجودة في الدليل",
    why: "يطلب التطبيق خدمة لا توجد في هذا الدليل.",
    fix: onlyThree,
  },
  AADSTS501481: {
    title: "ينتمي الرمز إلى عملية تسجيل دخول أخرى",
    why: "رمز التحقق المرفق لا يطابق رمز التفويض.",
    fix: signInAgain,
  },
  AADSTS54005: {
    title: "استُخدم الرمز من قبل",
    why: "تم تحميل الصفحة مرتين.",
    fix: signInAgain,
  },
  AADSTS70000: {
    title: "لم تعد Microsoft تقبل الرمز",
    why: "هو قديم جدًا أو تم سحبه.",
    fix: signInAgain,
  },
  AADSTS70008: {
    title: "انتهت صلاحية الرمز",
    why: "استغرق تسجيل الدخول وقتًا طويلًا جدًا.",
    fix: signInAgain,
  },
  AADSTS90033: {
    title: "حدث خطأ لدى Microsoft",
    why: "الخدمة غير متاحة حاليًا.",
    fix: "أعد المحاولة بعد دقيقة.",
  },
  AADSTS900144: {
    title: "تنقص الطلب قيمة",
    why: "ضاع جزء من الطلب في طريقه.",
    fix: proxyChanges,
  },
  AADSTS9002313: {
    title: "لم تفهم Microsoft الطلب",
    why: "تلف جزء من الطلب في طريقه.",
    fix: proxyChanges,
  },
} as const;

export const texts = { menders, hint, codes } as const satisfies Translation<typeof en>;
