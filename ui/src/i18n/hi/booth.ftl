# The voter's window: short and kind sentences.
booth-title = मतदान कक्ष
booth-waiting = आपका स्वागत है। अधिकारी आपका मतपत्र शुरू करेंगे।
booth-polls-not_opened = मतदान अभी शुरू नहीं हुआ है।
booth-polls-paused = मतदान कुछ देर के लिए रुका है। कृपया अधिकारी की प्रतीक्षा करें।
booth-polls-closed = मतदान समाप्त हो गया है। धन्यवाद।
booth-choose-language = अपनी भाषा चुनें
booth-keys-hint = जितना समय चाहिए, उतना लें। आप स्क्रीन छू सकते हैं, या कीबोर्ड अथवा स्विच इस्तेमाल कर सकते हैं: Tab या तीर आगे ले जाता है, Enter या Space चुनता है।
booth-provisional = यह अनंतिम मतपत्र है। यह गिना जाए या नहीं, इसका निर्णय अधिकारी करेंगे, आपका मत देखे बिना।
booth-restarted-title = यह मशीन फिर से चालू की गई थी
booth-restarted-not-cast = आपका मत नहीं पड़ा और कुछ भी नहीं गिना गया। कृपया फिर से शुरू करें।
booth-restarted-cast = आपका मत पड़ गया है, ठीक एक बार। उसका ट्रैकिंग कोड अब नहीं दिखाया जा सकता।
booth-help-coming = अधिकारी को बुलाया गया है। कृपया कक्ष में प्रतीक्षा करें।
booth-call-officer = अधिकारी को बुलाएँ
booth-leave = अधिकारियों के लिए
booth-leave-title = अधिकारी के डेस्क पर वापस
booth-leave-submit = डेस्क पर जाएँ
booth-contest-number = प्रश्न { $number } / { $count }
booth-rule-plurality = { $count ->
    [one] कोई एक चुनें।
   *[other] अधिकतम { $count } चुनें।
}
booth-rule-ranked = { $count ->
    [one] अपनी पहली पसंद को छुएँ।
   *[other] अपनी पहली पसंद को छुएँ, फिर दूसरी, और इसी तरह आगे: अधिकतम { $count }। किसी पसंद को हटाने के लिए उसे फिर छुएँ।
}
booth-vote-left = { $count ->
    [0] आपने सभी विकल्प चुन लिए हैं
    [one] आप एक और चुन सकते हैं
   *[other] आप { $count } और चुन सकते हैं
}
booth-rank-left = { $count ->
    [0] आपने सभी पसंद का क्रम दे दिया है
    [one] आप एक और पसंद दे सकते हैं
   *[other] आप { $count } और पसंद दे सकते हैं
}
booth-more-above = ऊपर और है
booth-more-below = नीचे और है
booth-page-top = पृष्ठ की शुरुआत
booth-page-end = पृष्ठ का अंत
booth-independent = निर्दलीय
booth-rank-of = आपकी पसंद संख्या { $rank }
booth-undo-rank = पिछली पसंद हटाएँ
booth-clear = सब हटाएँ
booth-to-review = अपनी पसंद जाँचें
booth-done-changing = जाँच पर वापस
booth-review-title = अपनी पसंद जाँच लें
booth-review-lead = आप कुछ भी बदल सकते हैं। मत डालने से पहले कुछ भी नहीं गिना जाता।
booth-change = बदलें
booth-change-contest = अपनी पसंद बदलें: { $contest }
booth-nothing-chosen = आपने यहाँ कुछ नहीं चुना। यह मान्य है।
booth-choose-more = { $count ->
    [one] आप एक और चुन सकते हैं।
   *[other] आप { $count } और चुन सकते हैं।
}
booth-rank-more = { $count ->
    [one] आप एक और पसंद दे सकते हैं।
   *[other] आप { $count } और पसंद दे सकते हैं।
}
booth-cast = मेरा मत डालें
booth-casting = आपका मत डाला जा रहा है…
booth-confirm-title = अपना मत डालें?
booth-confirm-text = मत पड़ जाने के बाद आप उसे बदल नहीं सकते।
booth-confirm-undervotes = { $count ->
    [one] एक प्रश्न में आप अभी और चुन सकते हैं।
   *[other] { $count } प्रश्नों में आप अभी और चुन सकते हैं।
}
booth-confirm-yes = हाँ, मत डालें
booth-confirm-no = नहीं, वापस जाएँ
booth-done-title = आपका मत पड़ गया है
booth-done-lead = मतदान के लिए धन्यवाद। आपकी पसंद गुप्त है।
booth-done-provisional = मतदान के लिए धन्यवाद। यह मतपत्र गिना जाए या नहीं, इसका निर्णय अधिकारी करेंगे; आपकी पसंद गुप्त रहेगी।
booth-tracking-title = आपका ट्रैकिंग कोड
booth-tracking-text = इससे आप बाद में जाँच सकते हैं कि आपका मत गिना गया। यह नहीं दिखाता कि आपने किसे चुना। इसे लिख लें, फ़ोटो लें या प्रिंट करें।
booth-tracking-text-no-printer = इससे आप बाद में जाँच सकते हैं कि आपका मत गिना गया। यह नहीं दिखाता कि आपने किसे चुना। इसे लिख लें या फ़ोटो लें।
booth-slip-note = इस कोड से आप बाद में जाँच सकते हैं कि आपका मत गिना गया। यह नहीं दिखाता कि आपने किसे चुना।
booth-tracking-qr = आपका ट्रैकिंग कोड, QR कोड के रूप में
booth-finish = समाप्त करें
