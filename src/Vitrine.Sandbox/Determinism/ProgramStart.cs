using Vitrine.Sandbox.Record;

namespace Vitrine.Sandbox.Determinism;

/// <summary>What is done to one new program before its first instruction.</summary>
internal sealed class ProgramStart(ProcessSeeds? seeds, ProcessSeed? seed)
{
    /// <summary>Does it.</summary>
    /// <param name="stop">The program, which stands still.</param>
    /// <returns>False when it could not be done: the program would see the machine's own time and chance, and must not run.</returns>
    public bool TryPrepare(ExecStop stop)
    {
        if (!stop.TryReadStackPointer(out ulong stack) || !AuxiliaryVector.TryChange(stop.Process, stack, seed is null ? [] : seed.StartBytes()))
            return false;
        if (seed is not null)
            seeds!.Adopt(stop.Process, seed);
        return true;
    }
}
