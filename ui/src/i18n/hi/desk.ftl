# The officer's window: plain words, what is so and what to do.
brand = Pollstream
loading = लोड हो रहा है…
writing = लिखा जा रहा है…
choose = चुनें
refresh = ताज़ा करें
save = सहेजें
quit = प्रोग्राम बंद करें
try-again = फिर कोशिश करें
check-again = फिर जाँचें
language = भाषा
settings = भाषा और स्क्रीन
version = संस्करण { $version }
nav = डेस्क
nav-home = सारांश
nav-check-in = उपस्थिति
nav-register = पंजीकरण
nav-polls = मतदान
nav-queue = भेजना
nav-log = लॉग
nav-officers = अधिकारी
name = नाम
role = पद
role-presiding_officer = पीठासीन अधिकारी
role-poll_worker = मतदान कर्मी
officers = अधिकारी
election = चुनाव
election-day = चुनाव का दिन
station = मतदान केंद्र
address = पता
polls-hours = मतदान का समय
voters-on-roll = सूची में मतदाता
fingerprint = सत्यापन अंक
network = नेटवर्क
network-none = नहीं: USB ड्राइव पर फ़ाइलें
reason = कारण
reason-hint = यह लॉग में जाता है। किसी मतदाता की पसंद न लिखें।
never = अभी तक नहीं
ballot = मतपत्र
gender = लिंग
# First run
starting-title = शुरू हो रहा है
starting-lead = मतदान केंद्र खोला जा रहा है।
first-run-steps = चरण
first-run-package = पैकेज
first-run-preview = जाँच
first-run-key = कुंजी
first-run-officers = अधिकारी
first-run-package-title = यह मतदान केंद्र तैयार करें
first-run-package-lead = चुनाव कार्यालय की USB ड्राइव लगाएँ। नामांकन कोड भी चाहिए, जो अलग से आया है।
first-run-preview-title = क्या यह आपका मतदान केंद्र है?
first-run-preview-lead = चुनाव कार्यालय के पत्र से मिलाएँ।
first-run-key-title = केंद्र की कुंजी कहाँ रखी जाए
first-run-key-lead = यह मशीन जो भी भेजती है, उस पर अपनी कुंजी से हस्ताक्षर करती है। कुंजी कभी बाहर नहीं जाती।
first-run-officers-title = यहाँ कौन काम करेगा?
first-run-officers-lead = कम से कम दो अधिकारियों के नाम दें, जिनमें एक पीठासीन हो। हर कोई अपना पिन स्वयं चुने।
first-run-files = मिले हुए पैकेज
first-run-no-file = कोई पैकेज नहीं मिला
first-run-no-file-text = पैकेज वाली USB ड्राइव लगाएँ, थोड़ा रुकें और ताज़ा करें।
first-run-open = पैकेज खोलें
first-run-preview-confirm = हाँ, यह हमारा केंद्र है
first-run-enrol = केंद्र तैयार करें
enrolment-code = नामांकन कोड
enrolment-code-hint = अक्षर और अंक, जैसे पत्र में हैं। यह एक ही बार चलता है।
no-officers-lead = केंद्र तैयार है, पर अधिकारियों के नाम नहीं दिए गए। कृपया अब दें।
key-where = कुंजी यहाँ रखें
key-keyring = इस कंप्यूटर की कीरिंग
key-keyring-hint = उचित विकल्प। ऑपरेटिंग सिस्टम इसकी रक्षा करता है; कुछ याद नहीं रखना पड़ता।
key-file = इस कंप्यूटर पर एक एन्क्रिप्टेड फ़ाइल
key-file-hint = हर बार शुरू करते समय पासफ़्रेज़ लिखना होगा। उसके बिना केंद्र नहीं खुलेगा।
key-no-keyring = कुंजी एक एन्क्रिप्टेड फ़ाइल में रहेगी
key-problem-no_service = इस कंप्यूटर में कीरिंग नहीं है। आपका पासफ़्रेज़ कुंजी की रक्षा करेगा।
key-problem-locked = इस कंप्यूटर की कीरिंग बंद है। आपका पासफ़्रेज़ कुंजी की रक्षा करेगा।
key-problem-failed = इस कंप्यूटर की कीरिंग नहीं चली। आपका पासफ़्रेज़ कुंजी की रक्षा करेगा।
passphrase = पासफ़्रेज़
passphrase-hint = कम से कम { $min } अक्षर। कई शब्द याद रखना आसान है।
passphrase-again = पासफ़्रेज़ फिर से
passphrase-differs = दोनों पासफ़्रेज़ एक जैसे नहीं हैं।
officer-number = अधिकारी { $number }
officer-add = अधिकारी जोड़ें
officer-remove-row = इस अधिकारी को हटाएँ
pin-hint = { $min } से { $max } अंक
pin-again = पिन फिर से
pin-again-hint = पक्का करने के लिए
pin-differs = दोनों पिन एक जैसे नहीं हैं।
key-locked-title = केंद्र खोलें
key-locked-file = केंद्र की कुंजी एन्क्रिप्टेड फ़ाइल में है। उसका पासफ़्रेज़ लिखें।
key-locked-keyring = कंप्यूटर की कीरिंग बंद है। उसे खोलें, फिर कोशिश करें।
key-locked-submit = खोलें
failed-title = केंद्र नहीं खुल सका
failed-lead = कुछ भी खोया नहीं है। चुनाव कार्यालय को फ़ोन करें और बताएँ कि यहाँ क्या लिखा है।
# Signing in
sign-in-title = डेस्क पर कौन है?
sign-in-lead = अपना नाम चुनें और पिन डालें।
sign-in-choose = पहले अपना नाम चुनें।
sign-in = साइन इन करें
sign-in-wait = { $seconds } सेकंड बाद फिर कोशिश करें
sign-out = साइन आउट
lock = बंद करें
lock-title = डेस्क बंद है
lock-lead = { $name } साइन इन हैं। जहाँ थे वहीं से आगे बढ़ने के लिए अपना पिन डालें।
lock-submit = खोलें
lock-other = किसी और के रूप में साइन इन
help-wanted-title = मतदान कक्ष में मतदाता अधिकारी को बुला रहे हैं
help-wanted-text = जब तक मतदाता न कहें, स्क्रीन न देखें।
help-given = मैं मदद के लिए जा रहा/रही हूँ
# Overview
home-title = सारांश
home-next-not_opened = मतदान शुरू करें
home-next-open = मतदाता की उपस्थिति लें
home-next-paused = मतदान पर जाएँ
home-next-closed = रिपोर्ट देखें
show-booth = मतदान कक्ष दिखाएँ
all-well = सब ठीक है
all-well-text = किसी बात पर ध्यान देने की ज़रूरत नहीं।
polls-not_opened = मतदान अभी शुरू नहीं हुआ
polls-open = मतदान चालू है
polls-paused = मतदान रुका हुआ है
polls-closed = मतदान बंद है
polls-legal = कानूनी समय: { $opens } से { $closes }
count-on-roll = सूची में
count-checked-in = उपस्थित
count-ballots = पड़े मत
count-provisional = अनंतिम मत
count-waiting = भेजना बाकी
count-registrations = यहाँ पंजीकृत
count-undone = वापस ली गई उपस्थिति
count-spoiled = रद्द मतपत्र
count-fled = बिना मत दिए गए
count-open-sessions = अभी खुले मतपत्र
count-incidents = घटनाएँ
count-cases = अनंतिम मामले
home-conditions = स्थिति
home-more-counts = और आँकड़े
connection = कनेक्शन
connection-no_network = नेटवर्क नहीं: USB ड्राइव लें
connection-connecting = जुड़ रहा है…
connection-online = { $since } से जुड़ा है
connection-offline = { $since } से कनेक्शन नहीं है
roll-as-of = सूची का समय
roll-from-package = केंद्र के पैकेज से
clock = घड़ी
clock-good = सही
clock-set_back = { $seconds } सेकंड पीछे की गई
clock-slow = { $seconds } सेकंड पीछे
clock-fast = { $seconds } सेकंड आगे
clock-wrong_day = आज चुनाव का दिन नहीं
booth = मतदान कक्ष
booth-phase-free = खाली
booth-phase-voting = एक मतदाता मत दे रहे हैं
booth-phase-done = एक मतदाता पूरा कर रहे हैं
battery = बैटरी { $percent } %
battery-discharging = बैटरी पर: { $percent } %
disk-free = डिस्क पर खाली जगह
concern-revoked = मुख्यालय अब इस केंद्र को नहीं मानता
concern-revoked-do = काम जारी रखें; सब सुरक्षित है। अभी चुनाव कार्यालय को फ़ोन करें।
concern-quarantined = मुख्यालय इस केंद्र का भेजा हुआ रोक रहा है
concern-quarantined-do = काम जारी रखें; सब सुरक्षित है। अभी चुनाव कार्यालय को फ़ोन करें।
concern-trouble-rewound = मुख्यालय के पास इस केंद्र से अधिक है
concern-trouble-rewound-do = शायद यह मशीन किसी प्रति से बहाल की गई है। चुनाव कार्यालय को फ़ोन करें।
concern-trouble-diverged = मुख्यालय के पास इस केंद्र से अलग कुछ है
concern-trouble-diverged-do = चुनाव कार्यालय को फ़ोन करें। इस मशीन को न फिर चालू करें, न इसकी प्रति बनाएँ।
concern-trouble-superseded = इस केंद्र की जगह दूसरी मशीन ने ले ली है
concern-trouble-superseded-do = किसी और के मत देने से पहले चुनाव कार्यालय को फ़ोन करें।
concern-reconcile = उपस्थिति और मतों की संख्या मेल नहीं खाती
concern-reconcile-do = अपनी काग़ज़ी सूची से मिलाएँ और घटना दर्ज करें।
concern-order = कोई दूसरा प्रोग्राम इस केंद्र का डेटा पढ़ रहा है
concern-order-do = तब तक मतदान के क्रम के निशान डिस्क पर रहते हैं। इस कंप्यूटर पर बैकअप और वायरस स्कैन बंद करें, या चुनाव कार्यालय को फ़ोन करें।
concern-disk = डिस्क लगभग भर गई है
concern-disk-do = जगह बनाने के लिए चुनाव कार्यालय को फ़ोन करें।
concern-battery = बैटरी कम है: { $percent } %
concern-battery-do = मशीन को अभी बिजली से जोड़ें। बंद हो जाए तो भी कुछ नहीं खोता।
concern-clock-set_back = घड़ी पीछे की गई
concern-clock-set_back-do = सही समय लगाएँ और घटना दर्ज करें।
concern-clock-slow = घड़ी पीछे चल रही है
concern-clock-slow-do = सही समय लगाएँ।
concern-clock-fast = घड़ी आगे चल रही है
concern-clock-fast-do = सही समय लगाएँ।
concern-clock-wrong_day = घड़ी के अनुसार आज चुनाव का दिन नहीं है
concern-clock-wrong_day-do = इस कंप्यूटर की तारीख़ जाँचें।
concern-offline = कनेक्शन नहीं; { $waiting ->
    [one] एक प्रविष्टि भेजी नहीं गई
   *[other] { $waiting } प्रविष्टियाँ भेजी नहीं गईं
}
concern-offline-do = मतदान सामान्य रूप से चलता है। सब यहाँ सुरक्षित है और बाद में भेजा जाएगा।
concern-roll = मतदाता सूची कुछ समय से ताज़ा नहीं हुई
concern-roll-do = जो सूची में नहीं हैं, वे अनंतिम मत दे सकते हैं।
concern-sessions = { $count ->
    [one] एक मतपत्र कक्ष की प्रतीक्षा में है
   *[other] { $count } मतपत्र कक्ष की प्रतीक्षा में हैं
}
concern-sessions-do = कक्ष खाली होने पर भेजें।
# Polls
open-title = मतदान शुरू करें
open-lead = सूची साथ मिलकर देखें। मतदान दो अधिकारी शुरू करते हैं।
open-machine = मशीन की जाँच
open-people = जो जाँच आपको करनी है
open-submit = मतदान शुरू करें
check-ok = ठीक:
check-bad = ठीक नहीं:
check-warn = ध्यान दें:
check-counters_zero = सभी गिनतियाँ शून्य हैं
check-counters_zero-problem = पहले से कुछ दर्ज है। चुनाव कार्यालय को फ़ोन करें।
check-roll_loaded = मतदाता सूची मौजूद है
check-roll_loaded-problem = सूची खाली है। चुनाव कार्यालय को फ़ोन करें।
check-definition = चुनाव की परिभाषा हस्ताक्षरित और मान्य है
check-definition-problem = परिभाषा आज की नहीं है। चुनाव कार्यालय को फ़ोन करें।
check-clock = घड़ी सही है
check-clock-problem = इस कंप्यूटर की तारीख़ और समय जाँचें।
check-queue = मुख्यालय से संपर्क है
check-queue-problem = इसके बिना भी शुरू कर सकते हैं। सब सुरक्षित रहता है और बाद में भेजा जाता है।
check-disk_space = डिस्क पर काफ़ी जगह है
check-disk_space-problem = डिस्क लगभग भर गई है। चुनाव कार्यालय को फ़ोन करें।
check-booth_free = मतदान कक्ष खाली है
check-booth_free-problem = कक्ष में अभी एक मतपत्र है।
check-seals_checked = सील सही-सलामत हैं और उनके नंबर लिख लिए गए हैं
check-booth_private = मतदान कक्ष में कोई झाँक नहीं सकता
check-booth_screen = कक्ष की स्क्रीन चालू है और पढ़ी जा सकती है
check-help_posted = मतदाताओं के लिए जानकारी लगी है
zero-counts = शुरू करने से पहले की गिनती
zero-report = शून्य रिपोर्ट
second-title = दो अधिकारी
second-lead = { $name } साइन इन हैं। दूसरे अधिकारी अपने पिन से पुष्टि करें।
second-officer = दूसरे अधिकारी
second-pin = दूसरे अधिकारी का पिन
report-signed = { $officers } · { $at } · लॉग की प्रविष्टि { $entry }
report-hash = लॉग का अंत:
report-qr = हस्ताक्षरित समापन रिपोर्ट, QR कोड के रूप में
save-pdf = PDF में सहेजें
saved-as = { $drive } पर { $file } नाम से सहेजा गया
no-drive = कोई USB ड्राइव नहीं मिली
no-drive-text = USB ड्राइव लगाएँ, थोड़ा रुकें और ताज़ा करें।
drive-stick = USB ड्राइव या कार्ड
drive-folder = इस कंप्यूटर का फ़ोल्डर
drive-free = { $free } खाली
polls-open-lead = मतदाताओं की उपस्थिति ली जा सकती है और वे मत दे सकते हैं।
polls-paused-lead = अभी उपस्थिति नहीं ली जा सकती। जो कक्ष में हैं, वे पूरा कर सकते हैं।
polls-closed-lead = रिपोर्टें अंतिम हैं। उन्हें प्रिंट करें या सहेजें।
polls-pause = रोकें
polls-pause-title = मतदान रोकें?
polls-pause-lead = फिर शुरू करने तक किसी की उपस्थिति नहीं ली जा सकेगी।
polls-resume = फिर शुरू करें
polls-close = मतदान बंद करें
close-title = मतदान बंद करें
close-lead = बंद करना अंतिम है। मतदान दो अधिकारी बंद करते हैं।
close-before = बंद करने से पहले
close-last-voter = कतार के आख़िरी मतदाता ने मत डाल दिया है
close-early = बंद होने का कानूनी समय { $closes } है। पहले बंद करना कारण सहित दर्ज होता है।
close-early-reason = आप पहले क्यों बंद कर रहे हैं?
close-final = इसके बाद यहाँ कोई मत नहीं दे सकेगा।
close-submit = मतदान हमेशा के लिए बंद करें
close-report = समापन रिपोर्ट
reconciliation = क्या संख्याएँ मेल खाती हैं?
reconcile-voters = प्रवेश पाए मतदाता
reconcile-ballots = मत और बिना मत दिए गए मतदाता
reconcile-sum = योग
reconcile-ok = संख्याएँ मेल खाती हैं।
reconcile-bad = संख्याओं में { $difference } का अंतर है। बंद करने से पहले काग़ज़ी सूची से मिलाएँ।
reconcile-also = यह भी दर्ज है: { $spoiled ->
    [one] { $spoiled } मतपत्र रद्द करके नया दिया गया
   *[other] { $spoiled } मतपत्र रद्द करके नए दिए गए
}, { $undone ->
    [one] { $undone } उपस्थिति वापस ली गई
   *[other] { $undone } उपस्थितियाँ वापस ली गईं
}, { $registrations ->
    [one] { $registrations } मतदाता यहाँ पंजीकृत हुए
   *[other] { $registrations } मतदाता यहाँ पंजीकृत हुए
}।
# Check-in
check-in-title = मतदाता की उपस्थिति लें
check-in-polls-not_opened = मतदान अभी शुरू नहीं हुआ। आप मतदाता खोज सकते हैं।
check-in-polls-paused = मतदान रुका हुआ है। आप मतदाता खोज सकते हैं।
check-in-polls-closed = मतदान बंद है। आप मतदाता खोज सकते हैं।
search-label = मतदाता खोजें
search-hint = नाम, पंजीकरण संख्या या उसके आख़िरी चार अंक, जन्म तिथि या जन्म वर्ष। स्कैनर भी चलता है।
search-results = मिले मतदाता
search-found = { $count ->
    [0] कोई नहीं मिला
    [one] एक मतदाता मिला
   *[other] { $count } मतदाता मिले
}
search-more = { $count ->
    [one] और 1 अन्य: नाम के और अक्षर या जन्म तिथि लिखें
   *[other] और { $count } अन्य: नाम के और अक्षर या जन्म तिथि लिखें
}
search-none = कोई नहीं मिला
search-none-text = वर्तनी जाँचें या जन्म तिथि से खोजें। जो इस सूची में नहीं हैं, वे कहीं और या अनंतिम मत दे सकते हैं।
not-on-roll = सूची में नहीं
standing-may_check_in = मत दे सकते हैं
standing-pending = अभी मान्य नहीं
standing-rejected = अस्वीकृत
standing-withdrawn = वापस लिया गया
standing-checked_in = उपस्थित
standing-checked_in_issued = मतपत्र मिल चुका
standing-checked_in_elsewhere = कहीं और उपस्थित
standing-other_polling_station = दूसरा केंद्र
compare = मिलाएँ
verify-lead = पहचान पत्र से मिलाएँ: { $parts }।
verify-name = नाम
verify-date_of_birth = जन्म तिथि
verify-picture = चित्र
verify-address = पता
picture-not-here = सूची में चित्र है, पर इस मशीन पर नहीं।
date-of-birth = जन्म तिथि
age-years = { $age ->
    [one] { $age } वर्ष
   *[other] { $age } वर्ष
}
registration-number = पंजीकरण संख्या
notice-may_check_in = मान्य: यहाँ मत दे सकते हैं
notice-may_check_in-do = विवरण मिलाएँ, फिर उपस्थिति लें।
notice-pending = मान्यता पर अभी निर्णय नहीं हुआ
notice-pending-do = ये अनंतिम मत दे सकते हैं।
notice-rejected = मान्यता अस्वीकृत हुई
notice-rejected-do = ये अनंतिम मत दे सकते हैं; निर्णय अधिकारी करेंगे।
notice-withdrawn = मान्यता वापस ली गई
notice-withdrawn-do = ये अनंतिम मत दे सकते हैं; निर्णय अधिकारी करेंगे।
notice-checked_in = { $at } पर उपस्थिति दर्ज
notice-checked_in-do = मतपत्र अभी नहीं दिया गया है।
notice-issued = { $at } पर यहाँ मतपत्र मिल चुका है
notice-issued-do = दूसरा न दें। यदि वे कहें कि यह गलत है, तो अनंतिम मत दे सकते हैं।
notice-elsewhere = { $place } में { $at } पर उपस्थिति दर्ज है
notice-elsewhere-do = यदि वे कहें कि यह गलत है, तो अनंतिम मत दे सकते हैं।
notice-other_station = इनका केंद्र { $place } है
notice-other_station-do = इन्हें यहाँ भेजें: { $address }। यदि वे वहाँ न जा सकें, तो अनंतिम मत दे सकते हैं।
do-check-in = उपस्थिति लें
issue-ballot = मतपत्र कक्ष में भेजें
undo-check-in = उपस्थिति वापस लें
undo-title = यह उपस्थिति वापस लें?
undo-lead = { $name } उपस्थित नहीं गिने जाएँगे। लॉग में दोनों बातें रहेंगी।
provisional = अनंतिम मतदान
provisional-title = अनंतिम मतपत्र दें?
provisional-lead = यह अलग रखा जाता है। यह गिना जाए या नहीं, अधिकारी बाद में तय करते हैं, मतदाता की पसंद देखे बिना।
provisional-submit = अनंतिम मतपत्र दें
next-voter = अगले मतदाता
reason-not_on_roll = इस सूची में नहीं
reason-not_accredited = मान्य नहीं
reason-already_checked_in = उपस्थिति पहले से दर्ज
reason-other_polling_station = दूसरे केंद्र के मतदाता
reason-roll_stale = सूची पुरानी है
reason-identity_doubted = पहचान पर संदेह
issued-title = मतपत्र कक्ष में है
issued-text = मतदाता को कक्ष में जाने को कहें।
issued-provisional = अनंतिम मतपत्र कक्ष में है
printed-printer = प्रिंटर { $printer } को भेजा गया।
printed-folder = कोई प्रिंटर तय नहीं है। पृष्ठ { $file } में है, फ़ोल्डर { $folder } में।
case-slip-title = अनंतिम मतपत्र
case-slip-label = आपकी मामला संख्या
case-slip-note = इस संख्या से आप चुनाव कार्यालय से पूछ सकते हैं कि क्या निर्णय हुआ। यह नहीं दिखाती कि आपने किसे चुना।
case-number = मतदाता के लिए मामला संख्या:
case-number-text = इसे लिख दें या प्रिंट करें। इससे मतदाता पूछ सकते हैं कि क्या निर्णय हुआ।
sessions = अभी खुले मतपत्र
session-in-booth = कक्ष में
session-waiting = कक्ष की प्रतीक्षा में
session-provisional = अनंतिम
hand-to-booth = कक्ष में भेजें
booth-finishing-text = मत डाला जा चुका है। मतदाता के जाने तक ट्रैकिंग कोड स्क्रीन पर रहता है।
voter-has-left = मतदाता जा चुका है
spoil = रद्द करें
ask-spoil-title = यह मतपत्र रद्द करके नया दें?
ask-spoil-text = निशान बिना देखे हटा दिए जाते हैं और मतदाता फिर से शुरू करते हैं।
ask-spoil-submit = रद्द करके नया दें
flee = मतदाता चले गए
ask-flee-title = क्या मतदाता चले गए?
ask-flee-text = मतपत्र समाप्त होता है और गिना नहीं जाता। यह वापस नहीं हो सकता।
ask-flee-submit = हाँ, चले गए
claim-title = इस सूची में नहीं
claim-lead = पहले देखें कि क्या व्यक्ति कहीं और मत देते हैं। यदि नहीं, तो अनंतिम मत दे सकते हैं।
places-title = यह व्यक्ति कहाँ मत देते हैं?
places-label = मतदान केंद्र खोजें
places-hint = नाम, पता या क्षेत्र
places-none = कोई मतदान केंद्र नहीं मिला।
# Registration
register-title = मतदाता का पंजीकरण
register-lead = व्यक्ति का पहचान पत्र पास रखें। * वाले खाने भरना ज़रूरी है।
register-closed = मतदान बंद है। अब किसी का पंजीकरण नहीं हो सकता।
register-review = जाँचें
register-clear = फ़ॉर्म खाली करें
register-change = कुछ बदलें
register-confirm = पंजीकरण करें
form-person = व्यक्ति
form-address = पता
form-contact = संपर्क
field-registration_number = पंजीकरण संख्या
field-name = पूरा नाम
field-date_of_birth = जन्म तिथि
field-gender = लिंग
field-nationality = राष्ट्रीयता
field-street = गली और मकान नंबर
field-city = शहर
field-state = राज्य
field-country = देश
field-postcode = पिन कोड
field-email = ई-मेल
field-phone = फ़ोन
field-cell = मोबाइल
field-picture = चित्र
field-ballot_style = मतपत्र
hint-registration_number = जैसा पहचान पत्र में है
hint-name = व्यक्ति के अपने क्रम और लिपि में
hint-country = दो अक्षर, जैसे IN
age-on-election-day = { $age ->
    [one] चुनाव के दिन आयु { $age } वर्ष
   *[other] चुनाव के दिन आयु { $age } वर्ष
}
picture-hint = इसे छोड़ सकते हैं।
picture-stored = चित्र सहेज लिया गया है।
picture-camera = चित्र खींचें
picture-file = USB ड्राइव से चित्र
picture-remove = हटाएँ
picture-take = खींचें
picture-no-camera = कैमरा नहीं चल सका। फ़ाइल चुनें या चित्र छोड़ दें।
no-picture-file = कोई चित्र नहीं मिला
no-picture-file-text = चित्र वाली USB ड्राइव लगाएँ, थोड़ा रुकें और ताज़ा करें।
review-title = क्या सब सही है?
review-lead = व्यक्ति के साथ मिलकर पढ़ें।
duplicates-title = शायद यह व्यक्ति पहले से सूची में है
duplicates-text = इसी नाम और जन्म तिथि का कोई व्यक्ति दूसरी संख्या से दर्ज है। तभी पंजीकरण करें जब वह दूसरा व्यक्ति हो।
registered-title = पंजीकरण दर्ज हुआ
registered-text = चुनाव कार्यालय की पुष्टि होते ही { $name } मत दे सकेंगे।
registration-slip-label = आपकी रसीद संख्या
registration-slip-note = आपका पंजीकरण यहाँ दर्ज है। पुष्टि होने तक आप अनंतिम मत दे सकते हैं।
receipt-number = रसीद संख्या
receipt-text = इसे व्यक्ति को दें। तब तक वे अनंतिम मत दे सकते हैं।
register-next = एक और पंजीकरण
# Sending
queue-title = मुख्यालय को भेजना
queue-lead = यहाँ जो भी होता है, मुख्यालय की पुष्टि तक इस मशीन पर रहता है।
queue-all-sent = मुख्यालय ने सब की पुष्टि कर दी है।
queue-sending = { $count ->
    [one] एक प्रविष्टि भेजी जा रही है।
   *[other] { $count } प्रविष्टियाँ भेजी जा रही हैं।
}
queue-kept = { $count ->
    [one] एक प्रविष्टि अभी भेजी नहीं गई। कुछ नहीं खोता; इसे USB ड्राइव पर निर्यात भी कर सकते हैं।
   *[other] { $count } प्रविष्टियाँ अभी भेजी नहीं गईं। कुछ नहीं खोता; इन्हें USB ड्राइव पर निर्यात भी कर सकते हैं।
}
queue-waiting = बाकी
queue-confirmed = पुष्ट
queue-boxed = अभी मतपेटी में
queue-boxed-note = मतपत्र समूहों में भेजे जाते हैं, ताकि कोई न जान सके कि वे किसके हैं।
queue-entries = लॉग में प्रविष्टियाँ
queue-last-receipt = आख़िरी रसीद
retry-now = अभी कोशिश करें
export-title = USB पर निर्यात
export-text = चुनाव कार्यालय के लिए हस्ताक्षरित प्रविष्टियाँ USB ड्राइव पर लिखता है।
export-waiting = न भेजी गई प्रविष्टियाँ
export-all = सभी प्रविष्टियाँ
export-done = { $entries ->
    [one] एक प्रविष्टि लिखी गई।
   *[other] { $entries } प्रविष्टियाँ लिखी गईं।
}
import-title = USB से आयात
import-text = चुनाव कार्यालय का उत्तर पढ़ता है: रसीदें, सूची और चुनाव के बदलाव।
import-none = कोई फ़ाइल नहीं मिली। USB ड्राइव लगाएँ और ताज़ा करें।
import-done = फ़ाइल पढ़ी गई
import-nothing-new = इसमें कुछ नया नहीं था।
import-receipts = { $count ->
    [one] एक नई रसीद
   *[other] { $count } नई रसीदें
}
import-roll = { $count ->
    [one] सूची में एक बदलाव
   *[other] सूची में { $count } बदलाव
}
import-definitions = { $count ->
    [one] चुनाव की परिभाषा का एक नया संस्करण
   *[other] चुनाव की परिभाषा के { $count } नए संस्करण
}
import-own = { $count ->
    [one] हमारे अपने लॉग का एक हिस्सा, सही पाया गया
   *[other] हमारे अपने लॉग के { $count } हिस्से, सही पाए गए
}
import-foreign = { $count ->
    [one] दूसरे केंद्र का एक संदेश छोड़ा गया
   *[other] दूसरे केंद्रों के { $count } संदेश छोड़े गए
}
import-waiting = { $count ->
    [0] सब की पुष्टि हो चुकी है।
    [one] एक प्रविष्टि की पुष्टि बाकी है।
   *[other] { $count } प्रविष्टियों की पुष्टि बाकी है।
}
# Log
log-title = केंद्र का लॉग
log-lead = { $entries ->
    [one] एक प्रविष्टि। लॉग में कभी यह नहीं होता कि मतपत्र पर क्या है।
   *[other] { $entries } प्रविष्टियाँ। लॉग में कभी यह नहीं होता कि मतपत्र पर क्या है।
}
log-filter = केवल यह दिखाएँ
log-all = सब कुछ
log-empty = लॉग खाली है
log-empty-text = यहाँ होने वाली पहली बात से यह शुरू होता है।
log-none = इस तरह का कुछ नहीं
log-none-text = दूसरे प्रकार चुनें या सब दिखाएँ।
log-more = पुरानी प्रविष्टियाँ दिखाएँ
log-entry = सं.
log-at = समय
log-what = क्या हुआ
log-central = मुख्यालय
log-confirmed = पुष्ट
log-waiting = बाकी
kind-check_in = उपस्थिति
kind-check_in_undone = वापस ली गई उपस्थिति
kind-registration = पंजीकरण
kind-ballot_group = मतपत्र
kind-provisional_ballot = अनंतिम मतपत्र
kind-polls_opened = आरंभ
kind-polls_paused = विराम
kind-polls_resumed = पुनः आरंभ
kind-polls_closed = समापन
kind-incident = घटनाएँ
kind-officer_action = अधिकारी
kind-recovery_copy = पुनर्प्राप्ति प्रतियाँ
kind-program_started = प्रोग्राम आरंभ
kind-program_ended = प्रोग्राम समाप्ति
line-registration = एक मतदाता का पंजीकरण हुआ
line-check_in = एक मतदाता की उपस्थिति ली गई
line-check_in_undone = एक उपस्थिति वापस ली गई
line-ballot_group = { $ballots ->
    [one] एक मतपत्र का सीलबंद समूह
   *[other] { $ballots } मतपत्रों का सीलबंद समूह
}
line-provisional_ballot = एक सीलबंद अनंतिम मतपत्र
line-polls_opened = मतदान शुरू किया गया
line-polls_paused = मतदान रोका गया
line-polls_resumed = मतदान फिर शुरू किया गया
line-polls_closed = मतदान बंद किया गया
line-other = घटना
line-equipment = घटना: उपकरण
line-clock = घटना: घड़ी
line-reconciliation = घटना: संख्याएँ मेल नहीं खातीं
line-disturbance = घटना: अशांति
line-signed_in = साइन इन
line-signed_out = साइन आउट
line-sign_in_refused = पिन अस्वीकार हुआ
line-ballot_spoiled = मतपत्र रद्द करके नया दिया गया
line-voter_fled = एक मतदाता बिना मत दिए गए
line-provisional_case_opened = अनंतिम मामला खोला गया
line-definition_loaded = चुनाव की परिभाषा लोड हुई
line-recovery_copy = एक सीलबंद मतपत्र की पुनर्प्राप्ति प्रति
line-program_started = प्रोग्राम शुरू किया गया
line-program_ended = प्रोग्राम बंद किया गया
line-segments_exported = प्रविष्टियाँ USB ड्राइव पर निर्यात की गईं
line-closed_early = मतदान कानूनी समय से पहले बंद किया गया
line-officers_changed = अधिकारियों की सूची बदली गई
incident-open = घटना दर्ज करें
incident-kind = यह किस बारे में है?
incident-equipment = उपकरण
incident-clock = घड़ी
incident-reconciliation = संख्याएँ मेल नहीं खातीं
incident-disturbance = अशांति
incident-other = कुछ और
incident-text = क्या हुआ?
incident-hint = संक्षेप में: क्या, कहाँ, आपने क्या किया।
incident-submit = दर्ज करें
incident-secrecy = यह चुनाव कार्यालय को जाता है। मतदाताओं के नाम या उनकी पसंद न लिखें।
# Officers
officers-lead = इस डेस्क पर कौन साइन इन कर सकता है।
officers-lead-worker = आप अपना पिन बदल सकते हैं। बाकी पीठासीन अधिकारी करते हैं।
officer-remove = हटाएँ
officer-remove-title = { $name } को हटाएँ?
officer-remove-text = वे अब साइन इन नहीं कर सकेंगे। उनका किया हुआ लॉग में रहेगा।
pin-change = पिन बदलें
pin-change-title = { $name } का नया पिन
pin-own = आपका अपना पिन, { $name }
pin-new = नया पिन
pin-changed = पिन बदल दिया गया।

# Training
training-pins = अभ्यास के पिन:
training-connection = अभ्यास: कुछ भी भेजा नहीं जाता
training-end = अभ्यास समाप्त करें
practise = अभ्यास करें
practise-lead = काल्पनिक मतदाताओं के साथ पूरे मतदान दिवस का अभ्यास करें। अभ्यास का डेटा अलग रहता है, यह हर स्क्रीन पर लिखा होता है, और कुछ भी भेजा नहीं जाता।
