using Vitrine.Cli.Commands;
using Vitrine.Cli.Running;
using Vitrine.Sandbox.FirstStage;

// The same file is the first stage inside the box; nothing else may happen before it knows which of the two it is.
if (args is [FirstStageProgram.Verb])
    return FirstStageProgram.Run();
if (args is ["audit", ..])
    LargeMemory.Take();
return RootCommandLine.Run(args);
