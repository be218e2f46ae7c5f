using System.Text;
using Vitrine.Sandbox.FirstStage;

namespace Vitrine.Sandbox.Requirements;

/// <summary>What capture at the door needs.</summary>
internal static class NetworkChecks
{
    private const string Name = "nftables";
    private const string Why = "Rules inside the box lead every connection to the door, also those of a program that ignores proxy settings.";

    private static readonly string[] Bundles =
        ["etc/ssl/certs/ca-certificates.crt", "etc/pki/tls/certs/ca-bundle.crt", "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "etc/ssl/ca-bundle.pem",
            "etc/ssl/cert.pem"];

    public static Requirement Installed(Machine machine, Distribution distribution) =>
        SystemTools.Find("nft", machine.Root) is { } path
            ? new Requirement(Name, RequirementState.Ok, path, Why, null)
            : new Requirement(Name, RequirementState.Missing, "nft is not installed", Why, distribution.Install("nftables"));

    /// <summary>Loads the very rules of a session into a box's network.</summary>
    public static async Task<Requirement> TryAsync(Machine machine, Distribution distribution, CancellationToken cancellationToken)
    {
        Requirement installed = Installed(machine, distribution);
        if (installed.State != RequirementState.Ok)
            return installed;
        if (ThrowAwayBox.Find(machine) is not { } box)
            return ThrowAwayBox.NotTried(Name, Why);
        bool hasIPv6 = File.Exists(machine.At("proc/net/if_inet6"));
        byte[] rules = CaptureRules.Build(new CaptureRules.Ports(1, 2, 3), hasIPv6 ? new CaptureRules.Ports(4, 5, 6) : null);
        ProbeResult result = await machine.Try(box.With(Encoding.ASCII.GetString(rules), [installed.Found, "-f", "-"]),
            cancellationToken).ConfigureAwait(false);
        if (result.IsOk)
            return installed with { Found = $"{installed.Found}, redirect works in a box (tried)" };
        string hint = result.Error.Contains("bwrap:", StringComparison.Ordinal)
            ? "mend user-namespaces first"
            : "sudo modprobe -a nf_tables nft_chain_nat nft_redir nft_reject_inet";
        return installed with
        {
            State = RequirementState.Missing,
            Found = $"the redirect is refused: {(result.Error.Length == 0 ? $"status {result.Status}" : result.Error)}",
            Hint = hint
        };
    }

    public static Requirement TrustBundle(Machine machine, Distribution distribution)
    {
        const string Reason = "The door checks the certificates of the hosts that it dials, and the box's own bundle is made from this one.";
        foreach (string bundle in Bundles)
            if (new FileInfo(machine.At(bundle)) is { Exists: true, Length: > 0 })
                return new Requirement("ca-bundle", RequirementState.Ok, "/" + bundle, Reason, null);
        return new Requirement("ca-bundle", RequirementState.Missing, "no bundle of certificate authorities", Reason, distribution.Install("ca-certificates"));
    }
}
