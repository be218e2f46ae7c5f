using System.Text;
using Vitrine.Core.Model;
using Vitrine.Egress;
using Vitrine.Sandbox;

namespace Vitrine.Runtime.Sessions;

/// <summary>
/// Makes the box, and nothing else, trust the session's authority: the system bundle at the places where distributions keep it, OpenSSL's hashed directory,
/// Java's key store, and the variables that run-times read. All of them are files in memory.
/// </summary>
internal static class BoxTrust
{
    private const string Bundle = "/etc/ssl/certs/ca-certificates.crt", Own = "/etc/ssl/certs/vitrine-session.pem",
        OwnUnmarked = "/etc/ssl/certs/company-root.pem";

    private static readonly string[] HostBundles = [Bundle, "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"];

    /// <summary>The mounts.</summary>
    /// <param name="authority">The session's authority.</param>
    /// <param name="isUnmarked">Whether no name says whose it is.</param>
    /// <exception cref="IOException">The host's bundle can't be read.</exception>
    public static IEnumerable<BoxMount> Mounts(SessionAuthority authority, bool isUnmarked = false)
    {
        string? host = HostBundles.FirstOrDefault(File.Exists);
        byte[] own = Encoding.ASCII.GetBytes(authority.CertificatePem);
        yield return Content(Bundle, Encoding.UTF8.GetBytes(authority.BundlePem(host is null ? "" : File.ReadAllText(host))));
        yield return Content(isUnmarked ? OwnUnmarked : Own, own);
        yield return Content($"/etc/ssl/certs/{authority.SubjectHash}.0", own);
        foreach (string other in (string[])["/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem", "/etc/ssl/ca-bundle.pem"])
            yield return new BoxMount(MountKind.SymbolicLink, new UnixPath(other), new UnixPath(Bundle));

        // All TLS of the box ends at the door, so Java needs no other root.
        if (Directory.Exists("/usr/lib/jvm"))
            yield return Content("/etc/ssl/certs/java/cacerts", authority.JavaTrustStore(""));
    }

    /// <summary>The variables.</summary>
    public static IEnumerable<(string Name, string Value)> Variables(bool isUnmarked = false)
    {
        yield return ("NODE_EXTRA_CA_CERTS", isUnmarked ? OwnUnmarked : Own);
        yield return ("DENO_CERT", isUnmarked ? OwnUnmarked : Own);
        foreach (string name in (string[])["SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "GIT_SSL_CAINFO", "PIP_CERT", "CARGO_HTTP_CAINFO",
            "AWS_CA_BUNDLE", "NIX_SSL_CERT_FILE", "CODEX_CA_CERTIFICATE", "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"])
            yield return (name, Bundle);
    }

    private static BoxMount Content(string path, byte[] content) => new(MountKind.Content, new UnixPath(path), Content: content);
}
