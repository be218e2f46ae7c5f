using Vitrine.Ledger.Payloads;

namespace Vitrine.Tests.Ledger;

/// <summary>Session keys of tests, wrapped with a key that lies beside them.</summary>
internal static class TestKey
{
    public const string Session = "20261121-141502-k3f9x2";

    public static string WrapOf(string path) => Path.Combine(Path.GetDirectoryName(path)!, "wrap.key");

    public static SessionKey Create(string path)
    {
        using var wrapping = WrappingKey.OpenOrCreate(WrapOf(path));
        return SessionKey.Create(path, wrapping, Session);
    }

    public static SessionKey? Load(string path) => SessionKey.Load(path, WrapOf(path), Session);
}
