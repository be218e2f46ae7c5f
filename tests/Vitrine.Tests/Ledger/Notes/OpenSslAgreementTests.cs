using System.Diagnostics;
using System.Text;
using Vitrine.Ledger.Notes;
using Xunit;

namespace Vitrine.Tests.Ledger.Notes;

/// <summary>A signature of ours is verified with a tool that has none of our code: <c>openssl pkeyutl -verify -rawin</c>.</summary>
public sealed class OpenSslAgreementTests
{
    // SubjectPublicKeyInfo of Ed25519 up to the key (RFC 8410, section 4).
    private static readonly byte[] KeyPrefix = Convert.FromHexString("302a300506032b6570032100");

    [Fact]
    public async Task A_note_is_verified_by_the_openssl_command()
    {
        using NoteSigner signer = NoteSigner.Generate("vitrine/host/user/0a1b2c3d");
        const string Text = "vitrine/host/user/0a1b2c3d\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
        byte[] signature = signer.Sign(Text).Bytes.ToArray();
        Assert.Equal(0, await VerifyAsync(signer.Verifier.Key.ToArray(), Encoding.UTF8.GetBytes(Text), signature));
        Assert.NotEqual(0, await VerifyAsync(signer.Verifier.Key.ToArray(), Encoding.UTF8.GetBytes(Text + "x"), signature));
    }

    [Fact]
    public async Task A_cosignature_is_verified_by_the_openssl_command()
    {
        using NoteSigner witness = NoteSigner.Generate("witness.example", VerifierKey.CosignatureAlgorithm);
        const string Text = "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
        byte[] bytes = witness.Cosign(Text, DateTimeOffset.FromUnixTimeSeconds(1679315147)).Bytes.ToArray();
        Assert.Equal(0, await VerifyAsync(witness.Verifier.Key.ToArray(), Encoding.UTF8.GetBytes("cosignature/v1\ntime 1679315147\n" + Text), bytes[8..]));
    }

    private static async Task<int> VerifyAsync(byte[] key, byte[] message, byte[] signature)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using var scratch = new ScratchDirectory();
        string Write(string name, byte[] bytes)
        {
            string path = scratch[name];
            File.WriteAllBytes(path, bytes);
            return path;
        }

        var start = new ProcessStartInfo("openssl") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER", "-inkey", Write("key", [.. KeyPrefix, .. key]),
            "-in", Write("message", message), "-sigfile", Write("signature", signature)])
        {
            start.ArgumentList.Add(argument);
        }

        using Process openssl = Process.Start(start)!;
        Task<string> output = openssl.StandardOutput.ReadToEndAsync(cancellation), errors = openssl.StandardError.ReadToEndAsync(cancellation);
        await openssl.WaitForExitAsync(cancellation);
        Assert.Contains("Signature Verifi", await output + await errors, StringComparison.Ordinal);
        return openssl.ExitCode;
    }
}
