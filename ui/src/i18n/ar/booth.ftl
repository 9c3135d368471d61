# The voter's window: short and kind sentences.
booth-title = مقصورة التصويت
booth-waiting = أهلاً بكم. سيبدأ أحد الموظفين ورقة اقتراعكم.
booth-polls-not_opened = لم يبدأ التصويت بعد.
booth-polls-paused = التصويت متوقف مؤقتاً. يرجى انتظار أحد الموظفين.
booth-polls-closed = انتهى التصويت. شكراً لكم.
booth-choose-language = اختر لغتك
booth-keys-hint = خذ كل الوقت الذي تحتاجه. يمكنك لمس الشاشة، أو استخدام لوحة المفاتيح أو المفاتيح المساعدة: مفتاح Tab أو السهم للانتقال، وEnter أو المسافة للاختيار.
booth-provisional = هذه ورقة اقتراع مؤقتة. سيقرر المسؤولون ما إذا كانت تُحتسب، دون أن يروا كيف صوّتَّ.
booth-restarted-title = أُعيد تشغيل هذا الجهاز
booth-restarted-not-cast = لم يُودَع صوتك ولم يُحتسب أي شيء. يرجى البدء من جديد.
booth-restarted-cast = أُودِع صوتك مرة واحدة فقط. لم يعد ممكناً عرض رمز التتبع.
booth-help-coming = تم استدعاء موظف. يرجى الانتظار في المقصورة.
booth-call-officer = استدعاء موظف
booth-leave = للموظفين
booth-leave-title = العودة إلى مكتب الموظف
booth-leave-submit = إلى المكتب
booth-contest-number = السؤال { $number } من { $count }
booth-rule-plurality = { $count ->
    [one] اختر واحداً.
    [two] اختر اثنين على الأكثر.
   *[other] اختر { $count } على الأكثر.
}
booth-rule-ranked = { $count ->
    [one] المس خيارك الأول.
   *[other] المس خيارك الأول، ثم الثاني، وهكذا: حتى { $count }. المس أي خيار مرة أخرى لسحبه.
}
booth-vote-left = { $count ->
    [0] لقد أكملت جميع اختياراتك
    [one] يمكنك اختيار واحد آخر
    [two] يمكنك اختيار اثنين آخرين
    [few] يمكنك اختيار { $count } آخرين
   *[other] يمكنك اختيار { $count } أيضًا
}
booth-rank-left = { $count ->
    [0] لقد رتّبت كل ما يمكنك ترتيبه
    [one] يمكنك ترتيب واحد آخر
    [two] يمكنك ترتيب اثنين آخرين
   *[other] يمكنك ترتيب { $count } آخرين
}
booth-more-above = المزيد في الأعلى
booth-more-below = المزيد في الأسفل
booth-page-top = بداية الصفحة
booth-page-end = نهاية الصفحة
booth-independent = مستقل
booth-rank-of = خيارك رقم { $rank }
booth-undo-rank = التراجع عن آخر خيار
booth-clear = مسح الكل
booth-to-review = مراجعة اختياراتك
booth-done-changing = العودة إلى المراجعة
booth-review-title = راجع اختياراتك
booth-review-lead = يمكنك تغيير أي شيء. لا يُحتسب شيء قبل أن تودع صوتك.
booth-change = تغيير
booth-change-contest = تغيير اختيارك: { $contest }
booth-nothing-chosen = لم تختر شيئًا هنا. هذا مسموح.
booth-choose-more = { $count ->
    [one] يمكنك اختيار واحد آخر.
    [two] يمكنك اختيار اثنين آخرين.
   *[other] يمكنك اختيار { $count } آخرين.
}
booth-rank-more = { $count ->
    [one] يمكنك ترتيب واحد آخر.
    [two] يمكنك ترتيب اثنين آخرين.
   *[other] يمكنك ترتيب { $count } آخرين.
}
booth-cast = إيداع صوتي
booth-casting = جارٍ إيداع صوتك…
booth-confirm-title = هل تودع صوتك؟
booth-confirm-text = بعد الإيداع لا يمكنك تغييره.
booth-confirm-undervotes = { $count ->
    [one] في سؤال واحد ما زال بإمكانك اختيار المزيد.
    [two] في سؤالين ما زال بإمكانك اختيار المزيد.
    [few] في { $count } أسئلة ما زال بإمكانك اختيار المزيد.
    [many] في { $count } سؤالًا ما زال بإمكانك اختيار المزيد.
   *[other] في { $count } سؤال ما زال بإمكانك اختيار المزيد.
}
booth-confirm-yes = نعم، أودعه
booth-confirm-no = لا، عودة
booth-done-title = تم إيداع صوتك
booth-done-lead = شكراً لتصويتك. اختياراتك سرية.
booth-done-provisional = شكراً لتصويتك. سيقرر المسؤولون ما إذا كانت هذه الورقة تُحتسب، وتبقى اختياراتك سرية.
booth-tracking-title = رمز التتبع الخاص بك
booth-tracking-text = يتيح لك التحقق لاحقاً من أن صوتك قد احتُسب. وهو لا يُظهر كيف صوّتَّ. دوّنه أو صوّره أو اطبعه.
booth-tracking-text-no-printer = يتيح لك التحقق لاحقاً من أن صوتك قد احتُسب. وهو لا يُظهر كيف صوّتَّ. دوّنه أو صوّره.
booth-slip-note = يتيح لك هذا الرمز التحقق لاحقاً من أن صوتك قد احتُسب. وهو لا يُظهر كيف صوّتَّ.
booth-tracking-qr = رمز التتبع على شكل رمز QR
booth-finish = إنهاء
