using System.Security.Cryptography.X509Certificates;
using Vitrine.Core.Model;
using Vitrine.Egress;
using Xunit;

namespace Vitrine.Tests.Egress;

public sealed class AuthorityTests
{
    [Theory]
    [InlineData("example.com")]
    [InlineData("2001:db8::7")]
    [InlineData("203.0.113.7")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.example.com")]
    public async Task OpenSSL_verifies_a_leaf_for_its_host_and_for_no_other(string name)
    {
        using var authority = SessionAuthority.Create(TimeProvider.System);
        Assert.True(HostName.TryParse(name, out HostName host));
        using X509Certificate2 leaf = authority.Issue(host);
        using TemporaryFolder folder = new();
        string root = folder.Write("root.pem", authority.CertificatePem);
        string file = folder.Write("leaf.pem", leaf.ExportCertificatePem());
        string option = host.IsAddress ? "-verify_ip" : "-verify_hostname";
        (int status, string output) = await Tool.RunAsync("openssl",
            ["verify", "-x509_strict", "-purpose", "sslserver", "-no-CAfile", "-no-CApath", "-trusted", root, option, name, file]);
        Assert.True(status == 0, output);
        (status, output) = await Tool.RunAsync("openssl",
            ["verify", "-x509_strict", "-trusted", root, option, host.IsAddress ? "203.0.113.8" : "a.example.com", file]);
        Assert.NotEqual(0, status);
        Assert.Contains("mismatch", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_sessions_do_not_trust_each_other()
    {
        using var one = SessionAuthority.Create(TimeProvider.System);
        using var two = SessionAuthority.Create(TimeProvider.System);
        Assert.True(HostName.TryParse("example.com", out HostName host));
        using X509Certificate2 leaf = one.Issue(host);
        Assert.True(Builds(leaf, one));
        Assert.False(Builds(leaf, two));
    }

    [Fact]
    public void The_bundle_keeps_the_systems_text_and_adds_one_certificate()
    {
        using var authority = SessionAuthority.Create(TimeProvider.System);
        Assert.Equal(authority.CertificatePem, authority.BundlePem(""));
        Assert.Equal("# system\n" + authority.CertificatePem, authority.BundlePem("# system"));
        Assert.Equal("# system\n" + authority.CertificatePem, authority.BundlePem("# system\n"));
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(authority.CertificatePem);
        Assert.Single(certificates);
    }

    [Theory]
    [InlineData("-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA")]
    public void A_broken_bundle_makes_no_trust_store(string bundle)
    {
        using var authority = SessionAuthority.Create(TimeProvider.System);
        Assert.Throws<FormatException>(() => authority.JavaTrustStore(bundle));
    }

    [Theory]
    [InlineData("-storepass", "changeit")]
    [InlineData("-storepass", "anything")]
    public async Task Java_lists_every_certificate_as_trusted(string option, string password)
    {
        Assert.SkipUnless(Tool.Exists("keytool"), "keytool is not here.");
        using var authority = SessionAuthority.Create(TimeProvider.System);
        using TemporaryFolder folder = new();
        string store = folder.Write("store.p12", authority.JavaTrustStore(SystemBundle()));
        (int status, string output) = await Tool.RunAsync("keytool", ["-list", "-keystore", store, option, password]);
        Assert.True(status == 0, output);
        int expected = SystemBundle().Split("-----BEGIN CERTIFICATE-----").Length;
        Assert.Equal(expected, output.Split("trustedCertEntry").Length - 1);
    }

    [Fact]
    public async Task Java_reaches_a_server_behind_the_door()
    {
        Assert.SkipUnless(Tool.Exists("java"), "java is not here.");
        await using TestDoor door = await TestDoor.StartAsync("api.example.com");
        await door.LookUpAsync("api.example.com", 443);
        using TemporaryFolder folder = new();
        string store = folder.Write("store.p12", door.Authority.JavaTrustStore(SystemBundle()));
        string source = folder.Write("Reach.java", """
            import javax.net.ssl.*; import java.net.*; import java.io.*;
            public class Reach {
                public static void main(String[] a) throws Exception {
                    SSLSocketFactory f = (SSLSocketFactory) SSLSocketFactory.getDefault();
                    Socket plain = new Socket("127.0.0.1", Integer.parseInt(a[0]));
                    SSLSocket s = (SSLSocket) f.createSocket(plain, "api.example.com", 443, true);
                    SSLParameters p = s.getSSLParameters(); p.setEndpointIdentificationAlgorithm("HTTPS"); s.setSSLParameters(p);
                    s.getOutputStream().write("GET / HTTP/1.1\r\nHost: api.example.com\r\nConnection: close\r\n\r\n".getBytes());
                    System.out.println(new String(s.getInputStream().readAllBytes()));
                }
            }
            """);
        (int status, string output) = await Tool.RunAsync(
            "java", [$"-Djavax.net.ssl.trustStore={store}", source, door.Tcp4.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        Assert.True(status == 0 && output.Contains("hello", StringComparison.Ordinal), output);
    }

    [Theory]
    [InlineData("--http1.1")]
    [InlineData("--http2")]
    [InlineData("--tls-max", "1.2")]
    public async Task Curl_reaches_a_server_behind_the_door(params string[] options)
    {
        await using TestDoor door = await TestDoor.StartAsync("api.example.com");
        await door.LookUpAsync("api.example.com", 443);
        using TemporaryFolder folder = new();
        string bundle = folder.Write("bundle.pem", door.Authority.BundlePem(SystemBundle()));
        (int status, string output) = await Tool.RunAsync(
            "curl",
            [.. options, "-sS", "--max-time", "60", "--cacert", bundle, "--connect-to", $"api.example.com:443:127.0.0.1:{door.Tcp4.Port}",
            "https://api.example.com/"]);
        Assert.True(status == 0 && output == "hello", output);
    }

    [Fact]
    public async Task Node_reaches_a_server_behind_the_door()
    {
        Assert.SkipUnless(Tool.Exists("node"), "node is not here.");
        await using TestDoor door = await TestDoor.StartAsync("api.example.com");
        await door.LookUpAsync("api.example.com", 443);
        using TemporaryFolder folder = new();
        string root = folder.Write("root.pem", door.Authority.CertificatePem);
        string script = $$"""
            const https = require('https');
            https.get({ host: '127.0.0.1', port: {{door.Tcp4.Port}}, servername: 'api.example.com', headers: { host: 'api.example.com' } },
                r => { r.pipe(process.stdout); }).on('error', e => { console.error(e); process.exit(1); });
            """;
        (int status, string output) = await Tool.RunAsync("node", ["-e", script], ("NODE_EXTRA_CA_CERTS", root));
        Assert.True(status == 0 && output == "hello", output);
    }

    [Fact]
    public void Two_hundred_names_hold_no_more_certificates_than_the_limit()
    {
        using var authority = SessionAuthority.Create(TimeProvider.System);
        using var leaves = new Vitrine.Egress.Authority.LeafCertificates(
            authority, new DoorLimits { Certificates = 8, CertificateBurst = 50 }, TimeProvider.System);
        int made = 0;
        for (int i = 0; i < 200; i++)
        {
            Assert.True(HostName.TryParse($"n{i}.example.com", out HostName host));
            made += leaves.Get(host) is null ? 0 : 1;
        }

        Assert.Equal(8, leaves.Count);
        Assert.InRange(made, 50, 199);
    }

    private static bool Builds(X509Certificate2 leaf, SessionAuthority authority)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(authority.CertificatePem);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(leaf);
    }

    private static string SystemBundle() =>
        File.Exists("/etc/ssl/certs/ca-certificates.crt") ? File.ReadAllText("/etc/ssl/certs/ca-certificates.crt") : "";
}
