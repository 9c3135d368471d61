# The officer's window: plain words, what is so and what to do.
brand = Pollstream
loading = جارٍ التحميل…
writing = جارٍ الكتابة…
choose = اختر
refresh = تحديث
save = حفظ
quit = إنهاء البرنامج
try-again = حاول مرة أخرى
check-again = تحقق مرة أخرى
language = اللغة
settings = اللغة والعرض
version = الإصدار { $version }
nav = الطاولة
nav-home = نظرة عامة
nav-check-in = تسجيل الحضور
nav-register = تسجيل ناخب
nav-polls = الاقتراع
nav-queue = الإرسال
nav-log = السجل
nav-officers = الموظفون
name = الاسم
role = الصفة
role-presiding_officer = رئيس المركز
role-poll_worker = موظف اقتراع
officers = الموظفون
election = الانتخابات
election-day = يوم الانتخاب
station = مركز الاقتراع
address = العنوان
polls-hours = ساعات الاقتراع
voters-on-roll = الناخبون في السجل
fingerprint = بصمة التحقق
network = الشبكة
network-none = لا يوجد: ملفات على ذاكرة USB
reason = السبب
reason-hint = يُدوَّن في السجل. لا تذكر ما اختاره أي ناخب.
never = ليس بعد
ballot = ورقة الاقتراع
gender = الجنس
# First run
starting-title = جارٍ بدء التشغيل
starting-lead = جارٍ فتح مركز الاقتراع.
first-run-steps = الخطوات
first-run-package = الحزمة
first-run-preview = التحقق
first-run-key = المفتاح
first-run-officers = الموظفون
first-run-package-title = إعداد مركز الاقتراع هذا
first-run-package-lead = أدخل ذاكرة USB الواردة من مكتب الانتخابات. تحتاج أيضًا إلى رمز التسجيل الذي وصل منفصلًا.
first-run-preview-title = هل هذا مركز اقتراعكم؟
first-run-preview-lead = قارنه برسالة مكتب الانتخابات.
first-run-key-title = أين يُحفظ مفتاح المركز
first-run-key-lead = يوقّع هذا الجهاز كل ما يرسله بمفتاحه الخاص. المفتاح لا يغادره أبداً.
first-run-officers-title = من يعمل هنا؟
first-run-officers-lead = سمِّ موظفَين على الأقل، أحدهما رئيس المركز. يختار كل منهما رقمه السري.
first-run-files = الحزم الموجودة
first-run-no-file = لم توجد أي حزمة
first-run-no-file-text = أدخل ذاكرة USB التي فيها الحزمة، وانتظر لحظة ثم حدّث.
first-run-open = فتح الحزمة
first-run-preview-confirm = نعم، هذا مركزنا
first-run-enrol = إعداد المركز
enrolment-code = رمز التسجيل
enrolment-code-hint = حروف وأرقام كما في رسالتكم. يعمل مرة واحدة فقط.
no-officers-lead = المركز جاهز، لكن لم تُسجَّل أسماء الموظفين. يرجى تسجيلها الآن.
key-where = احفظ المفتاح في
key-keyring = سلسلة مفاتيح هذا الحاسوب
key-keyring-hint = موصى به. يحميه نظام التشغيل ولا شيء يجب تذكره.
key-file = ملف مشفّر على هذا الحاسوب
key-file-hint = تُكتب عبارة مرور عند كل تشغيل. بدونها لا يمكن فتح المركز.
key-no-keyring = سيُحفظ المفتاح في ملف مشفّر
key-problem-no_service = لا توجد سلسلة مفاتيح في هذا الحاسوب. ستحمي عبارة مرور من اختيارك المفتاح.
key-problem-locked = سلسلة مفاتيح هذا الحاسوب مقفلة. ستحمي عبارة مرور من اختيارك المفتاح.
key-problem-failed = لم تعمل سلسلة مفاتيح هذا الحاسوب. ستحمي عبارة مرور من اختيارك المفتاح.
passphrase = عبارة المرور
passphrase-hint = { $min } حرفاً على الأقل. عدة كلمات أسهل للتذكر.
passphrase-again = عبارة المرور مرة أخرى
passphrase-differs = العبارتان غير متطابقتين.
officer-number = الموظف { $number }
officer-add = إضافة موظف
officer-remove-row = استبعاد هذا الموظف
pin-hint = من { $min } إلى { $max } رقماً
pin-again = الرقم السري مرة أخرى
pin-again-hint = للتأكد
pin-differs = الرقمان غير متطابقين.
key-locked-title = فتح المركز
key-locked-file = مفتاح المركز في ملف مشفّر. اكتب عبارة المرور.
key-locked-keyring = سلسلة مفاتيح الحاسوب مقفلة. افتحها ثم حاول مرة أخرى.
key-locked-submit = فتح
failed-title = لا يمكن فتح المركز
failed-lead = لم يُفقد شيء. اتصل بمكتب الانتخابات وأخبرهم بما هو مكتوب هنا.
# Signing in
sign-in-title = من على الطاولة؟
sign-in-lead = اختر اسمك وأدخل رقمك السري.
sign-in-choose = اختر اسمك أولاً.
sign-in = تسجيل الدخول
sign-in-wait = حاول بعد { $seconds } ثانية
sign-out = تسجيل الخروج
lock = قفل
lock-title = الطاولة مقفلة
lock-lead = { $name } مسجل الدخول. أدخل رقمك السري للمتابعة من حيث توقفت.
lock-submit = فتح القفل
lock-other = الدخول باسم آخر
help-wanted-title = الناخب في المقصورة يطلب موظفاً
help-wanted-text = لا تنظر إلى الشاشة إلا إذا أراد الناخب ذلك.
help-given = أنا أساعده
# Overview
home-title = نظرة عامة
home-next-not_opened = فتح الاقتراع
home-next-open = تسجيل حضور ناخب
home-next-paused = إلى الاقتراع
home-next-closed = إلى المحاضر
show-booth = إظهار المقصورة
all-well = كل شيء على ما يرام
all-well-text = لا شيء يحتاج إلى انتباهك.
polls-not_opened = لم يُفتح الاقتراع بعد
polls-open = الاقتراع مفتوح
polls-paused = الاقتراع متوقف مؤقتاً
polls-closed = الاقتراع مغلق
polls-legal = الساعات القانونية: من { $opens } إلى { $closes }
count-on-roll = في السجل
count-checked-in = الحاضرون
count-ballots = الأصوات المودعة
count-provisional = الأصوات المؤقتة
count-waiting = بانتظار الإرسال
count-registrations = المسجلون هنا
count-undone = عمليات حضور أُلغيت
count-spoiled = أوراق تالفة
count-fled = غادروا دون تصويت
count-open-sessions = أوراق قيد الاستخدام
count-incidents = الحوادث
count-cases = الحالات المؤقتة
home-conditions = الحالة
home-more-counts = أرقام أخرى
connection = الاتصال
connection-no_network = لا شبكة: استخدم ذاكرة USB
connection-connecting = جارٍ الاتصال…
connection-online = متصل منذ { $since }
connection-offline = لا اتصال منذ { $since }
roll-as-of = السجل حتى
roll-from-package = من حزمة المركز
clock = الساعة
clock-good = صحيحة
clock-set_back = أُرجعت { $seconds } ثانية
clock-slow = متأخرة { $seconds } ثانية
clock-fast = متقدمة { $seconds } ثانية
clock-wrong_day = ليس يوم الانتخاب
booth = المقصورة
booth-phase-free = خالية
booth-phase-voting = ناخب يصوّت
booth-phase-done = ناخب ينهي التصويت
battery = البطارية { $percent } %
battery-discharging = يعمل على البطارية: { $percent } %
disk-free = المساحة الخالية
concern-revoked = لم يعد المركز الرئيسي يقبل هذا المركز
concern-revoked-do = واصلوا العمل، فكل شيء محفوظ. اتصلوا الآن بمكتب الانتخابات.
concern-quarantined = المركز الرئيسي يحتجز ما يرسله هذا المركز
concern-quarantined-do = واصلوا العمل، فكل شيء محفوظ. اتصلوا الآن بمكتب الانتخابات.
concern-trouble-rewound = لدى المركز الرئيسي أكثر مما هنا
concern-trouble-rewound-do = ربما استُعيد هذا الجهاز من نسخة. اتصلوا بمكتب الانتخابات.
concern-trouble-diverged = لدى المركز الرئيسي غير ما هنا
concern-trouble-diverged-do = اتصلوا بمكتب الانتخابات. لا تعيدوا تشغيل الجهاز ولا تنسخوه.
concern-trouble-superseded = حلّ جهاز آخر محل هذا المركز
concern-trouble-superseded-do = اتصلوا بمكتب الانتخابات قبل أن يصوّت أحد آخر هنا.
concern-reconcile = الحضور والأصوات غير متطابقين
concern-reconcile-do = قارنوا بقائمتكم الورقية وأبلغوا عن الحادث.
concern-order = برنامج آخر يقرأ بيانات هذا المركز
concern-order-do = ما دام يفعل ذلك تبقى على القرص آثار لترتيب التصويت. أوقفوا النسخ الاحتياطي وفحص الفيروسات على هذا الحاسوب، أو اتصلوا بمكتب الانتخابات.
concern-disk = القرص شبه ممتلئ
concern-disk-do = اتصلوا بمكتب الانتخابات لإخلاء مساحة.
concern-battery = البطارية منخفضة: { $percent } %
concern-battery-do = صِل الجهاز بالكهرباء الآن. لا يضيع شيء إذا انطفأ.
concern-clock-set_back = أُرجعت الساعة إلى الوراء
concern-clock-set_back-do = اضبطوها وأبلغوا عن الحادث.
concern-clock-slow = الساعة متأخرة
concern-clock-slow-do = اضبطوها على الوقت الصحيح.
concern-clock-fast = الساعة متقدمة
concern-clock-fast-do = اضبطوها على الوقت الصحيح.
concern-clock-wrong_day = بحسب الساعة ليس اليوم يوم الانتخاب
concern-clock-wrong_day-do = تحققوا من تاريخ هذا الحاسوب.
concern-offline = لا اتصال، و{ $waiting ->
    [zero] لا قيود غير مرسلة
    [one] قيد واحد لم يُرسل
    [two] قيدان لم يُرسلا
    [few] { $waiting } قيود لم تُرسل
    [many] { $waiting } قيدًا لم يُرسل
   *[other] { $waiting } قيد لم يُرسل
}
concern-offline-do = التصويت مستمر كالمعتاد. كل شيء محفوظ هنا ويُرسل لاحقاً.
concern-roll = لم يُحدَّث السجل منذ مدة
concern-roll-do = من لا يظهر في السجل يمكنه التصويت مؤقتاً.
concern-sessions = { $count ->
    [one] ورقة واحدة تنتظر المقصورة
    [two] ورقتان تنتظران المقصورة
    [few] { $count } أوراق تنتظر المقصورة
   *[other] { $count } ورقة تنتظر المقصورة
}
concern-sessions-do = أرسلوها إلى المقصورة عندما تخلو.
# Polls
open-title = فتح الاقتراع
open-lead = راجعا القائمة معاً. يفتح الاقتراع موظفان.
open-machine = ما تحقق منه الجهاز
open-people = ما عليكم التحقق منه
open-submit = فتح الاقتراع
check-ok = سليم:
check-bad = غير سليم:
check-warn = ملاحظة:
check-counters_zero = جميع العدادات عند الصفر
check-counters_zero-problem = يوجد شيء مسجّل بالفعل. اتصلوا بمكتب الانتخابات.
check-roll_loaded = السجل محمّل
check-roll_loaded-problem = السجل فارغ. اتصلوا بمكتب الانتخابات.
check-definition = تعريف الانتخابات موقّع وصالح
check-definition-problem = التعريف ليس لهذا اليوم. اتصلوا بمكتب الانتخابات.
check-clock = الساعة صحيحة
check-clock-problem = تحققوا من تاريخ هذا الحاسوب ووقته.
check-queue = يمكن الوصول إلى المركز الرئيسي
check-queue-problem = يمكنكم الفتح من دونه. كل شيء محفوظ ويُرسل لاحقاً.
check-disk_space = مساحة القرص كافية
check-disk_space-problem = القرص شبه ممتلئ. اتصلوا بمكتب الانتخابات.
check-booth_free = المقصورة خالية
check-booth_free-problem = ما زالت هناك ورقة في المقصورة.
check-seals_checked = الأختام سليمة وأرقامها مدوّنة
check-booth_private = لا أحد يستطيع النظر داخل المقصورة
check-booth_screen = شاشة المقصورة تعمل وتُقرأ بوضوح
check-help_posted = معلومات الناخبين معلّقة
zero-counts = العدادات قبل الفتح
zero-report = محضر الافتتاح
second-title = موظفان
second-lead = { $name } مسجل الدخول. يؤكد موظف ثانٍ برقمه السري.
second-officer = الموظف الثاني
second-pin = الرقم السري للموظف الثاني
report-signed = { $officers } · { $at } · القيد { $entry } في السجل
report-hash = نهاية السجل:
report-qr = محضر الإغلاق الموقّع على شكل رمز QR
save-pdf = حفظ بصيغة PDF
saved-as = حُفظ باسم { $file } على { $drive }
no-drive = لم توجد أي ذاكرة USB
no-drive-text = أدخل ذاكرة USB، وانتظر لحظة ثم حدّث.
drive-stick = ذاكرة USB أو بطاقة
drive-folder = مجلد على هذا الحاسوب
drive-free = { $free } خالية
polls-open-lead = يمكن تسجيل حضور الناخبين والتصويت.
polls-paused-lead = لا يمكن تسجيل الحضور. من في المقصورة يمكنه أن ينهي.
polls-closed-lead = المحاضر نهائية. اطبعوها أو احفظوها.
polls-pause = إيقاف مؤقت
polls-pause-title = هل توقف الاقتراع مؤقتاً؟
polls-pause-lead = لن يمكن تسجيل حضور أي ناخب حتى الاستئناف.
polls-resume = استئناف
polls-close = إغلاق الاقتراع
close-title = إغلاق الاقتراع
close-lead = الإغلاق نهائي. يغلق الاقتراع موظفان.
close-before = قبل الإغلاق
close-last-voter = صوّت آخر ناخب كان في الصف
close-early = موعد الإغلاق القانوني هو { $closes }. الإغلاق قبله يُدوَّن مع سببه.
close-early-reason = لماذا تغلقون مبكراً؟
close-final = بعد ذلك لن يستطيع أحد التصويت هنا.
close-submit = إغلاق نهائي
close-report = محضر الإغلاق
reconciliation = هل تتطابق الأرقام؟
reconcile-voters = الناخبون الذين سُمح لهم
reconcile-ballots = الأصوات ومن غادروا
reconcile-sum = المجموع
reconcile-ok = الأرقام متطابقة.
reconcile-bad = الفرق بين الأرقام { $difference }. قارنوا بقائمتكم الورقية قبل الإغلاق.
reconcile-also = مسجّل أيضًا: { $spoiled ->
    [one] ورقة واحدة أُتلفت واستُبدلت
    [two] ورقتان أُتلفتا واستُبدلتا
    [few] { $spoiled } أوراق أُتلفت واستُبدلت
   *[other] { $spoiled } ورقة أُتلفت واستُبدلت
}، { $undone ->
    [one] حضور واحد أُلغي
    [two] حضوران أُلغيا
   *[other] عدد حالات الحضور الملغاة { $undone }
}، { $registrations ->
    [one] ناخب واحد سُجّل هنا
    [two] ناخبان سُجّلا هنا
    [few] { $registrations } ناخبين سُجّلوا هنا
    [many] { $registrations } ناخبًا سُجّلوا هنا
   *[other] { $registrations } ناخب سُجّلوا هنا
}.
# Check-in
check-in-title = تسجيل حضور ناخب
check-in-polls-not_opened = لم يُفتح الاقتراع بعد. يمكنك البحث عن الناخبين.
check-in-polls-paused = الاقتراع متوقف مؤقتاً. يمكنك البحث عن الناخبين.
check-in-polls-closed = الاقتراع مغلق. يمكنك البحث عن الناخبين.
search-label = البحث عن ناخب
search-hint = الاسم، أو رقم التسجيل أو آخر أربعة أرقام منه، أو تاريخ الميلاد أو سنته. القارئ الضوئي يعمل أيضًا.
search-results = الناخبون الموجودون
search-found = { $count ->
    [0] لا أحد
    [one] وُجد ناخب واحد
    [two] وُجد ناخبان
    [few] وُجد { $count } ناخبين
    [many] وُجد { $count } ناخبًا
   *[other] وُجد { $count } ناخب
}
search-more = { $count ->
    [one] وناخب آخر: اكتب المزيد من الاسم أو تاريخ الميلاد
    [two] وناخبان آخران: اكتب المزيد من الاسم أو تاريخ الميلاد
    [few] و{ $count } ناخبين آخرين: اكتب المزيد من الاسم أو تاريخ الميلاد
    [many] و{ $count } ناخبًا آخر: اكتب المزيد من الاسم أو تاريخ الميلاد
   *[other] و{ $count } ناخب آخر: اكتب المزيد من الاسم أو تاريخ الميلاد
}
search-none = لم يوجد أحد
search-none-text = تحقق من الإملاء أو جرّب تاريخ الميلاد. من ليس في هذا السجل قد يصوّت في مكان آخر أو مؤقتاً.
not-on-roll = ليس في السجل
standing-may_check_in = يمكنه التصويت
standing-pending = غير معتمد بعد
standing-rejected = مرفوض
standing-withdrawn = مسحوب
standing-checked_in = حاضر
standing-checked_in_issued = استلم ورقة
standing-checked_in_elsewhere = حاضر في مركز آخر
standing-other_polling_station = مركز آخر
compare = قارن
verify-lead = قارن بالوثيقة: { $parts }.
verify-name = الاسم
verify-date_of_birth = تاريخ الميلاد
verify-picture = الصورة
verify-address = العنوان
picture-not-here = في السجل صورة، لكنها ليست على هذا الجهاز.
date-of-birth = تاريخ الميلاد
age-years = { $age ->
    [one] سنة واحدة
    [two] سنتان
    [few] { $age } سنوات
   *[other] { $age } سنة
}
registration-number = رقم التسجيل
notice-may_check_in = معتمد: يمكنه التصويت هنا
notice-may_check_in-do = قارن البيانات ثم سجّل الحضور.
notice-pending = لم يُبتّ في الاعتماد بعد
notice-pending-do = يمكن لهذا الشخص التصويت مؤقتاً.
notice-rejected = رُفض الاعتماد
notice-rejected-do = يمكنه التصويت مؤقتاً، ويقرر المسؤولون.
notice-withdrawn = سُحب الاعتماد
notice-withdrawn-do = يمكنه التصويت مؤقتاً، ويقرر المسؤولون.
notice-checked_in = سُجّل حضوره في { $at }
notice-checked_in-do = لم تُسلَّم الورقة بعد.
notice-issued = استلم ورقة هنا في { $at }
notice-issued-do = لا تسلّم ورقة أخرى. إذا قال إن هذا خطأ فيمكنه التصويت مؤقتاً.
notice-elsewhere = سُجّل حضوره في { $place }، { $at }
notice-elsewhere-do = إذا قال إن هذا خطأ فيمكنه التصويت مؤقتاً.
notice-other_station = يصوّت في { $place }
notice-other_station-do = أرسله إلى: { $address }. إذا لم يستطع الذهاب فيمكنه التصويت مؤقتاً.
do-check-in = تسجيل الحضور
issue-ballot = إرسال الورقة إلى المقصورة
undo-check-in = التراجع عن الحضور
undo-title = هل تتراجع عن هذا الحضور؟
undo-lead = لن يُعدّ { $name } حاضراً. يحتفظ السجل بالأمرين.
provisional = تصويت مؤقت
provisional-title = هل تسلّم ورقة مؤقتة؟
provisional-lead = تُحفظ منفصلة. يقرر المسؤولون لاحقاً ما إذا كانت تُحتسب، دون رؤية الاختيارات.
provisional-submit = تسليم ورقة مؤقتة
next-voter = الناخب التالي
reason-not_on_roll = ليس في هذا السجل
reason-not_accredited = غير معتمد
reason-already_checked_in = سُجّل حضوره من قبل
reason-other_polling_station = يتبع مركزاً آخر
reason-roll_stale = السجل غير محدّث
reason-identity_doubted = الهوية موضع شك
issued-title = الورقة في المقصورة
issued-text = اطلب من الناخب التوجه إلى المقصورة.
issued-provisional = ورقة مؤقتة في المقصورة
printed-printer = أُرسلت إلى الطابعة { $printer }.
printed-folder = لا توجد طابعة معدّة. الصفحة في الملف { $file } في المجلد { $folder }.
case-slip-title = ورقة اقتراع مؤقتة
case-slip-label = رقم حالتك
case-slip-note = بهذا الرقم يمكنك أن تسأل مكتب الانتخابات عما تقرر. وهو لا يُظهر كيف صوّتَّ.
case-number = رقم الحالة للناخب:
case-number-text = اكتبه أو اطبعه. به يمكن للناخب أن يسأل عما تقرر.
sessions = أوراق قيد الاستخدام
session-in-booth = في المقصورة
session-waiting = تنتظر المقصورة
session-provisional = مؤقتة
hand-to-booth = إرسال إلى المقصورة
booth-finishing-text = أُودِعت الورقة. يبقى رمز التتبع على الشاشة حتى يغادر الناخب.
voter-has-left = غادر الناخب
spoil = إتلاف
ask-spoil-title = هل تتلف هذه الورقة وتسلّم أخرى؟
ask-spoil-text = تُحذف العلامات دون رؤيتها ويبدأ الناخب من جديد.
ask-spoil-submit = إتلاف وتسليم أخرى
flee = غادر الناخب
ask-flee-title = هل غادر الناخب؟
ask-flee-text = تنتهي الورقة ولا تُحتسب. لا يمكن التراجع.
ask-flee-submit = نعم، غادر
claim-title = ليس في هذا السجل
claim-lead = تحقق أولاً هل يصوّت الشخص في مكان آخر. وإلا فيمكنه التصويت مؤقتاً.
places-title = أين يصوّت الشخص؟
places-label = البحث عن مركز اقتراع
places-hint = الاسم أو العنوان أو الدائرة
places-none = لم يوجد أي مركز.
# Registration
register-title = تسجيل ناخب
register-lead = لتكن وثيقة الشخص في متناول يدك. الحقول المعلّمة بـ * ضرورية.
register-closed = الاقتراع مغلق. لا يمكن تسجيل أحد.
register-review = مراجعة
register-clear = تفريغ النموذج
register-change = تغيير شيء
register-confirm = تسجيل
form-person = الشخص
form-address = العنوان
form-contact = الاتصال
field-registration_number = رقم التسجيل
field-name = الاسم الكامل
field-date_of_birth = تاريخ الميلاد
field-gender = الجنس
field-nationality = الجنسية
field-street = الشارع والرقم
field-city = المدينة
field-state = الولاية أو المحافظة
field-country = البلد
field-postcode = الرمز البريدي
field-email = البريد الإلكتروني
field-phone = الهاتف
field-cell = الهاتف المحمول
field-picture = الصورة
field-ballot_style = ورقة الاقتراع
hint-registration_number = كما في الوثيقة
hint-name = بترتيب الشخص وكتابته
hint-country = حرفان، مثل EG
age-on-election-day = { $age ->
    [one] عمره يوم الانتخاب سنة واحدة
    [two] عمره يوم الانتخاب سنتان
    [few] عمره يوم الانتخاب { $age } سنوات
   *[other] عمره يوم الانتخاب { $age } سنة
}
picture-hint = يمكن تركها.
picture-stored = حُفظت الصورة.
picture-camera = التقاط صورة
picture-file = صورة من ذاكرة USB
picture-remove = حذف
picture-take = التقاط
picture-no-camera = لا يمكن استخدام الكاميرا. اختر ملفاً أو اترك الصورة.
no-picture-file = لم توجد أي صورة
no-picture-file-text = أدخل ذاكرة USB التي فيها الصورة، وانتظر لحظة ثم حدّث.
review-title = هل كل شيء صحيح؟
review-lead = اقرأه مع الشخص.
duplicates-title = قد يكون هذا الشخص في السجل
duplicates-text = هناك شخص بالاسم نفسه وتاريخ الميلاد نفسه برقم آخر. سجّل فقط إذا لم يكن الشخص نفسه.
registered-title = سُجّل الطلب
registered-text = يمكن لـ { $name } التصويت فور تأكيد مكتب الانتخابات للتسجيل.
registration-slip-label = رقم إيصالك
registration-slip-note = تسجيلك مدوَّن هنا. وحتى تأكيده يمكنك التصويت مؤقتاً.
receipt-number = رقم الإيصال
receipt-text = أعطه للشخص. وحتى ذلك الحين يمكنه التصويت مؤقتًا.
register-next = تسجيل شخص آخر
# Sending
queue-title = الإرسال إلى المركز الرئيسي
queue-lead = كل ما يحدث هنا محفوظ على هذا الجهاز حتى يؤكده المركز الرئيسي.
queue-all-sent = أكّد المركز الرئيسي كل شيء.
queue-sending = { $count ->
    [one] قيد واحد في الطريق.
    [two] قيدان في الطريق.
    [few] { $count } قيود في الطريق.
   *[other] { $count } قيدًا في الطريق.
}
queue-kept = { $count ->
    [one] قيد واحد لم يُرسل بعد. لا يُفقد شيء، ويمكن تصديره إلى ذاكرة USB.
    [two] قيدان لم يُرسلا بعد. لا يُفقد شيء، ويمكن تصديرهما إلى ذاكرة USB.
    [few] { $count } قيود لم تُرسل بعد. لا يُفقد شيء، ويمكن تصديرها إلى ذاكرة USB.
   *[other] { $count } قيدًا لم يُرسل بعد. لا يُفقد شيء، ويمكن تصديرها إلى ذاكرة USB.
}
queue-waiting = غير مؤكدة
queue-confirmed = مؤكدة
queue-boxed = ما زالت في صندوق الاقتراع
queue-boxed-note = تُرسل الأصوات في مجموعات كي لا يعرف أحد أصحابها.
queue-entries = القيود في السجل
queue-last-receipt = آخر إيصال
retry-now = المحاولة الآن
export-title = التصدير إلى USB
export-text = يكتب القيود الموقّعة على ذاكرة USB لمكتب الانتخابات.
export-waiting = القيود غير المرسلة
export-all = كل القيود
export-done = { $entries ->
    [one] كُتب قيد واحد.
    [two] كُتب قيدان.
    [few] كُتبت { $entries } قيود.
   *[other] كُتب { $entries } قيدًا.
}
import-title = الاستيراد من USB
import-text = يقرأ رد مكتب الانتخابات: الإيصالات وتحديثات السجل والانتخابات.
import-none = لم يوجد أي ملف. أدخل ذاكرة USB وحدّث.
import-done = قُرئ الملف
import-nothing-new = لم يكن فيه شيء جديد.
import-receipts = { $count ->
    [one] إيصال جديد واحد
   *[other] إيصالات جديدة: { $count }
}
import-roll = { $count ->
    [one] تغيير واحد في السجل
   *[other] تغييرات في السجل: { $count }
}
import-definitions = { $count ->
    [one] نسخة جديدة من تعريف الانتخابات
   *[other] نسخ جديدة من تعريف الانتخابات: { $count }
}
import-own = { $count ->
    [one] جزء من سجلنا، ووُجد صحيحاً
   *[other] أجزاء من سجلنا، ووُجدت صحيحة: { $count }
}
import-foreign = { $count ->
    [one] تُجووزت رسالة لمركز آخر
   *[other] رسائل لمراكز أخرى تُجووزت: { $count }
}
import-waiting = { $count ->
    [0] كل القيود مؤكدة.
    [one] بقي قيد واحد غير مؤكد.
    [two] بقي قيدان غير مؤكدين.
    [few] بقيت { $count } قيود غير مؤكدة.
   *[other] بقي { $count } قيدًا غير مؤكد.
}
# Log
log-title = سجل المركز
log-lead = { $entries ->
    [one] قيد واحد. لا يحتوي السجل أبدًا على ما في ورقة الاقتراع.
    [two] قيدان. لا يحتوي السجل أبدًا على ما في ورقة الاقتراع.
    [few] { $entries } قيود. لا يحتوي السجل أبدًا على ما في ورقة الاقتراع.
   *[other] { $entries } قيدًا. لا يحتوي السجل أبدًا على ما في ورقة الاقتراع.
}
log-filter = إظهار فقط
log-all = الكل
log-empty = السجل فارغ
log-empty-text = يبدأ بأول ما يحدث هنا.
log-none = لا شيء من هذا النوع
log-none-text = اختر أنواعاً أخرى أو أظهر الكل.
log-more = إظهار قيود أقدم
log-entry = رقم
log-at = الوقت
log-what = ماذا حدث
log-central = المركز الرئيسي
log-confirmed = مؤكد
log-waiting = غير مؤكد
kind-check_in = الحضور
kind-check_in_undone = حضور أُلغي
kind-registration = التسجيلات
kind-ballot_group = الأصوات
kind-provisional_ballot = الأصوات المؤقتة
kind-polls_opened = الفتح
kind-polls_paused = الإيقاف المؤقت
kind-polls_resumed = الاستئناف
kind-polls_closed = الإغلاق
kind-incident = الحوادث
kind-officer_action = الموظفون
kind-recovery_copy = نسخ الاسترداد
kind-program_started = بدء تشغيل البرنامج
kind-program_ended = إنهاء البرنامج
line-registration = سُجّل ناخب
line-check_in = سُجّل حضور ناخب
line-check_in_undone = أُلغي حضور
line-ballot_group = { $ballots ->
    [one] مجموعة مختومة من صوت واحد
    [two] مجموعة مختومة من صوتين
    [few] مجموعة مختومة من { $ballots } أصوات
   *[other] مجموعة مختومة من { $ballots } صوتًا
}
line-provisional_ballot = صوت مؤقت مختوم
line-polls_opened = فُتح الاقتراع
line-polls_paused = أُوقف الاقتراع مؤقتاً
line-polls_resumed = استؤنف الاقتراع
line-polls_closed = أُغلق الاقتراع
line-other = حادث
line-equipment = حادث: الأجهزة
line-clock = حادث: الساعة
line-reconciliation = حادث: الأرقام غير متطابقة
line-disturbance = حادث: إخلال بالنظام
line-signed_in = تسجيل دخول
line-signed_out = تسجيل خروج
line-sign_in_refused = رُفض رقم سري
line-ballot_spoiled = أُتلفت ورقة وسُلّمت أخرى
line-voter_fled = غادر ناخب دون تصويت
line-provisional_case_opened = فُتحت حالة مؤقتة
line-definition_loaded = حُمّل تعريف الانتخابات
line-recovery_copy = نسخة استرداد لصوت مختوم
line-program_started = بدأ تشغيل البرنامج
line-program_ended = أُنهي البرنامج
line-segments_exported = صُدّرت قيود إلى ذاكرة USB
line-closed_early = أُغلق الاقتراع قبل الموعد القانوني
line-officers_changed = تغيرت قائمة الموظفين
incident-open = الإبلاغ عن حادث
incident-kind = ما موضوعه؟
incident-equipment = الأجهزة
incident-clock = الساعة
incident-reconciliation = الأرقام غير متطابقة
incident-disturbance = إخلال بالنظام
incident-other = شيء آخر
incident-text = ماذا حدث؟
incident-hint = باختصار: ماذا، وأين، وماذا فعلت.
incident-submit = إبلاغ
incident-secrecy = يصل إلى مكتب الانتخابات. لا تذكر أسماء الناخبين ولا اختياراتهم.
# Officers
officers-lead = من يحق له تسجيل الدخول هنا.
officers-lead-worker = يمكنك تغيير رقمك السري. والباقي يقوم به رئيس المركز.
officer-remove = حذف
officer-remove-title = هل تحذف { $name }؟
officer-remove-text = لن يستطيع تسجيل الدخول. ما فعله يبقى في السجل.
pin-change = تغيير الرقم السري
pin-change-title = رقم سري جديد لـ { $name }
pin-own = رقمك السري أنت، { $name }
pin-new = الرقم السري الجديد
pin-changed = تغيّر الرقم السري.

# Training
training-pins = الأرقام السرية للتدريب:
training-connection = تدريب: لا يُرسل شيء
training-end = إنهاء التدريب
practise = بدء التدريب
practise-lead = تدرّبوا على يوم كامل مع ناخبين وهميين. للتدريب بياناته الخاصة، ويُذكر ذلك على كل شاشة، ولا يُرسل شيء.
