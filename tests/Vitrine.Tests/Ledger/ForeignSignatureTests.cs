using System.Security.Cryptography;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Store;
using Vitrine.Tests.Egress;
using Vitrine.Tests.Ledger.Store;
using Xunit;

namespace Vitrine.Tests.Ledger;

/// <summary>Checkpoints before other people's verifiers: OpenSSL's command, and Go's module of notes.</summary>
public sealed class ForeignSignatureTests : IDisposable
{
    // SubjectPublicKeyInfo of Ed25519 up to the key (RFC 8410).
    private static readonly byte[] KeyPrefix = Convert.FromHexString("302a300506032b6570032100");
    private readonly LedgerScratch _ledger = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _ledger.Dispose();

    [Fact]
    public async Task Openssl_verifies_the_checkpoint_and_refuses_a_changed_one()
    {
        Assert.SkipUnless(Tool.Exists("openssl"), "openssl is not here.");
        _ledger.Append(5);
        VerifierKey key = LedgerKeys.LoadVerifier(_ledger.Paths)!;
        Assert.True(SignedNote.TryParse(await File.ReadAllBytesAsync(_ledger.Paths.Checkpoint, Stop), out SignedNote? note));
        await File.WriteAllTextAsync(_ledger["key.pem"], PemEncoding.WriteString("PUBLIC KEY", [.. KeyPrefix, .. key.Key.Span]), Stop);
        await File.WriteAllBytesAsync(_ledger["signature"], note.Signatures[0].Bytes, Stop);
        await File.WriteAllTextAsync(_ledger["text"], note.Text, Stop);
        string[] verify = ["pkeyutl", "-verify", "-pubin", "-inkey", _ledger["key.pem"], "-rawin", "-in", _ledger["text"], "-sigfile", _ledger["signature"]];
        Assert.Equal((0, "Signature Verified Successfully\n"), await Tool.RunAsync("openssl", verify));

        await File.WriteAllTextAsync(_ledger["text"], note.Text.Replace("\n5\n", "\n6\n", StringComparison.Ordinal), Stop);
        Assert.NotEqual(0, (await Tool.RunAsync("openssl", verify)).Status);
    }

    [Fact]
    public async Task Gos_module_of_notes_opens_the_checkpoint_and_refuses_a_changed_one()
    {
        Assert.SkipUnless(Tool.Exists("go"), "go is not here.");
        _ledger.Append(5);
        Directory.CreateDirectory(_ledger["src"]);
        await File.WriteAllTextAsync(_ledger["src/main.go"], """
            package main

            import (
            	"fmt"
            	"os"

            	"golang.org/x/mod/sumdb/note"
            )

            func main() {
            	text, err := os.ReadFile(os.Args[1])
            	if err != nil {
            		panic(err)
            	}
            	key, err := note.NewVerifier(os.Args[2])
            	if err != nil {
            		panic(err)
            	}
            	opened, err := note.Open(text, note.VerifierList(key))
            	if err != nil {
            		fmt.Println(err)
            		os.Exit(1)
            	}
            	fmt.Print(opened.Text)
            }
            """, Stop);

        // The module as a distribution installs it, or none: nothing is fetched.
        (string, string)[] offline = [("GO111MODULE", "off"), ("GOPATH", Environment.GetEnvironmentVariable("GOPATH") ?? "/usr/share/gocode"),
            ("GOPROXY", "off"), ("GOFLAGS", ""), ("GOCACHE", _ledger["cache"])];
        (int built, string said) = await Tool.RunAsync("go", ["build", "-o", _ledger["open"], _ledger["src/main.go"]], offline);
        Assert.SkipUnless(built == 0, $"golang.org/x/mod/sumdb/note is not here (golang-golang-x-mod-dev has it): {said}");
        string key = LedgerKeys.LoadVerifier(_ledger.Paths)!.ToString();
        Assert.Equal((0, _ledger.Checkpoint().ToText()), await Tool.RunAsync(_ledger["open"], [_ledger.Paths.Checkpoint, key]));

        string note = await File.ReadAllTextAsync(_ledger.Paths.Checkpoint, Stop);
        await File.WriteAllTextAsync(_ledger["changed"], note.Replace("\n5\n", "\n6\n", StringComparison.Ordinal), Stop);
        Assert.Equal(1, (await Tool.RunAsync(_ledger["open"], [_ledger["changed"], key])).Status);
    }
}
