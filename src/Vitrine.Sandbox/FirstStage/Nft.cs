using System.Text;
using Vitrine.Sandbox.Native;

namespace Vitrine.Sandbox.FirstStage;

/// <summary>Runs nft(8) on a rule set: atomic, all of it or nothing.</summary>
internal static class Nft
{
    /// <summary>Loads the rules into this network namespace.</summary>
    /// <exception cref="StageException">nft is not there or refuses; what it said on its standard error has gone to ours.</exception>
    public static void Load(string nft, ReadOnlySpan<byte> rules)
    {
        using var input = Descriptors.MemoryFile(rules);
        var spawn = new Spawn { Path = nft, Arguments = [Encoding.UTF8.GetBytes("nft"), "-f"u8.ToArray(), "-"u8.ToArray()], Environment = [] };
        spawn.Descriptors.Add((input.DangerousGetHandle().ToInt32(), 0));
        int error = spawn.TryStart(out int process);
        if (error != 0)
            throw new StageException($"nft can't be started ({nft})", error);
        int status = Spawn.Wait(process);
        if (status != 0)
            throw new StageException($"nft refused the capture rules (status {status}): the kernel may lack nf_tables");
    }
}
