using Vitrine.Audit.Model;

namespace Vitrine.Audit.Experiment;

/// <summary>
/// Which share of the sessions a factor gets. Built-in weights follow how often a factor was used in public cases; what the reading saw multiplies them.
/// </summary>
public sealed class FactorWeights(IReadOnlyDictionary<string, double>? seen = null)
{
    private const double Least = 0.25, Most = 4;

    /// <summary>The share of a factor, relative to the others.</summary>
    public double this[string factor] => BuiltIn(factor) * Math.Clamp(seen is not null && seen.TryGetValue(factor, out double more) ? more : 1, Least, Most);

    private static double BuiltIn(string factor) => factor switch
    {
        Factors.TimeZone or Factors.EndpointHost or Factors.EnvironmentVariable => 2,
        Factors.Locale or Factors.HostName or Factors.WorkspaceContent => 1.5,
        Factors.GitRemote or Factors.GitIdentity or Factors.Clock or Factors.SandboxDetection or Factors.ServerResponse => 1.2,
        _ => 1,
    };
}
