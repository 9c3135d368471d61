//! What the shell refuses: the other window's commands, wrong PINs, a second kiosk, remote pages.

use std::process::{Command, Stdio};

use pollstream_tests::election::{Election, Rules};
use pollstream_tests::kiosk::{ADA_PIN, Stick, officer_id, phase, sign_in};
use pollstream_tests::window::Session;
use pollstream_tests::{eventually, program, text};
use serde_json::{Value, json};

const RULES: Rules = Rules {
    disclosure: "live",
    min_batch: 3,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_window_has_its_own_commands_and_nobody_works_without_signing_in() {
    const FETCH: &str = "const [done] = arguments;
        fetch('https://example.org/').then(() => done('fetched'), (error) => done(String(error)));";
    const EVAL: &str = "try { return new Function('return 1')(); } catch (error) { return String(error); }";
    let election = Election::begin("guard", RULES).await;
    let stick = Stick::new(&election, "north");
    let kiosk = stick.kiosk().await;
    // The page looks for packages as well, and each look names the files anew.
    eventually("the code to be refused", || async {
        let found = kiosk.done("find_files", json!({ "kind": "package" })).await;
        let wrong = json!({ "fileId": found[0]["id"], "code": "ACDE-FGHJ-KMNP-QRTU" });
        let code = kiosk.refused("open_package", wrong).await;
        assert!(code == "wrong_code" || code == "file_gone", "{code}");
        (code == "wrong_code").then_some(())
    })
    .await;
    let early = json!({ "keyPlace": "file", "passphrase": "x", "officers": [] });
    assert_eq!(kiosk.refused("enrol", early).await, "officers_needed");
    stick.enrol(&kiosk).await;

    assert_eq!(kiosk.refused("home", Value::Null).await, "not_signed_in");
    let ada = officer_id(&kiosk, "Ada").await;
    let wrong = kiosk
        .invoke("sign_in", json!({ "officerId": ada, "pin": "111222" }))
        .await;
    let wrong = wrong.expect_err("a wrong PIN");
    assert_eq!(
        (&wrong["code"], &wrong["params"]["left"]),
        (&json!("wrong_pin"), &json!(2))
    );
    sign_in(&kiosk, "Ada", ADA_PIN).await;
    kiosk.done("lock", Value::Null).await;
    assert_eq!(
        kiosk.refused("search", json!({ "query": "a", "limit": 1 })).await,
        "locked"
    );
    kiosk.done("unlock", json!({ "pin": ADA_PIN })).await;

    // The desk has nothing to say in the booth, nor the booth at the desk.
    let cast = kiosk.refused("cast", json!({ "visit": 1, "contests": [] })).await;
    assert!(cast.contains("not allowed"), "{cast}");
    kiosk.switch_to("booth").await;
    for command in ["home", "officers", "log", "sign_in", "export_segments"] {
        let refused = kiosk.refused(command, Value::Null).await;
        assert!(refused.contains("not allowed"), "{command}: {refused}");
    }
    for command in [
        "plugin:window|close",
        "plugin:webview|create_webview_window",
        "plugin:event|emit",
    ] {
        let refused = kiosk.refused(command, Value::Null).await;
        assert!(
            refused.contains("not allowed") || refused.contains("not found"),
            "{command}: {refused}"
        );
    }

    // Neither script from elsewhere nor a request to anywhere, and no way to another page.
    let fetched = kiosk
        .client()
        .execute_async(FETCH, vec![])
        .await
        .expect("a script");
    assert_ne!(fetched, "fetched");
    let evaluated = kiosk.client().execute(EVAL, vec![]).await.expect("a script");
    assert_ne!(evaluated, 1, "code made of text does not run");
    kiosk
        .client()
        .execute("location.href = 'https://example.org/';", vec![])
        .await
        .ok();
    kiosk.done("booth", Value::Null).await;

    let second = Command::new(program("pollstream-kiosk"))
        .arg("--data")
        .arg(stick.data())
        .stdin(Stdio::null())
        .output()
        .expect("a second kiosk");
    assert!(!second.status.success());
    assert!(
        text(&second.stderr).contains("another kiosk"),
        "{}",
        text(&second.stderr)
    );
    kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_systems_keyring_keeps_the_key() {
    let election = Election::begin("keyring", RULES).await;
    let stick = Stick::new(&election, "west");
    let folder = election.place.data().join("keyring");
    let kiosk = stick.kiosk_in(Session::Keyring(&folder)).await;
    let places = kiosk.done("key_places", Value::Null).await;
    assert_eq!(places["keyring"], true, "{places:#}");
    stick.enrol_with_key_in(&kiosk, "keyring").await;
    sign_in(&kiosk, "Ada", ADA_PIN).await;
    kiosk.close().await;
    assert!(!stick.data().join("station.key").exists(), "there is no key file");

    // The next morning in the same user's session: nobody is asked for anything but a PIN.
    let kiosk = stick.kiosk_in(Session::Keyring(&folder)).await;
    phase(&kiosk, "ready").await;
    sign_in(&kiosk, "Ada", ADA_PIN).await;
    kiosk.close().await;

    // Where the keyring is not, the kiosk says so and does nothing.
    let kiosk = stick.kiosk_in(Session::Bare).await;
    phase(&kiosk, "key_locked").await;
    let refused = kiosk.invoke("unlock_key", json!({ "passphrase": "" })).await;
    let error = refused.expect_err("no keyring");
    assert_eq!(error["code"], "key_store", "{error:#}");
    kiosk.close().await;
}
